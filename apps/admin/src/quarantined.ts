import type { LakeError, ObjectStore, Reject } from '@sales/etl-core';
import { Stream } from 'effect';
import type { EtlCore } from './modules.ts';

/** A quarantined row of a batch, and its number there, from 1. */
export interface Quarantined {
  readonly n: number;
  readonly reject: Reject;
}

/** Streams a batch's quarantined rows with their numbers. */
export function quarantinedRows(
  core: EtlCore,
  batchId: string,
): Stream.Stream<Quarantined, LakeError, ObjectStore> {
  return core.readQuarantine(core.salesPipeline, batchId).pipe(
    Stream.zipWithIndex,
    Stream.map(([reject, index]) => ({ n: index + 1, reject })),
  );
}

/** Names a row by its object's file and the byte it begins at. */
export function placeOf({ source, offset }: Reject): string {
  return `${source}:${offset}`;
}

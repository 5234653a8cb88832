import { SourceError, type SourceFault } from '@sales/cleaning';
import type { BlockWorker } from './blockWorker.ts';

/** A call of a worker's method, as it is posted to its thread. */
export interface Call {
  readonly id: number;
  readonly method: keyof BlockWorker;
  readonly args: readonly unknown[];
}

/** What an error is when it crosses threads. */
export interface Failure {
  readonly fault: SourceFault | undefined;
  /** What the operating system said, if it was that. */
  readonly system: { readonly code: unknown; readonly syscall: unknown } | undefined;
  readonly message: string;
  readonly stack: string | undefined;
}

/** The answer to a call. */
export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: Failure };

/** Prepares an error for another thread. */
export function encodeFailure(error: unknown): Failure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const fault = error instanceof SourceError ? error.fault : undefined;
  const { code, syscall } = error as { readonly code?: unknown; readonly syscall?: unknown };
  return { fault, system: syscall === undefined ? undefined : { code, syscall }, message, stack };
}

/** Makes an error of what another thread sent. */
export function decodeFailure({ fault, system, message, stack }: Failure): Error {
  const error = fault === undefined ? new Error(message) : new SourceError(fault, message);
  if (system !== undefined) Object.assign(error, system);
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** Finds the buffers in a value, which move to the other thread instead of being copied. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const visit = (part: unknown): void => {
    if (ArrayBuffer.isView(part)) {
      // A view of a part of a buffer is copied: others may look at the rest.
      const { buffer, byteLength } = part;
      if (buffer instanceof ArrayBuffer && byteLength > 0 && byteLength === buffer.byteLength)
        buffers.add(buffer);
    } else if (Array.isArray(part)) part.forEach(visit);
    else if (typeof part === 'object' && part !== null)
      // A row group's entry stays with who sends it, who will need it again.
      for (const [name, inner] of Object.entries(part)) if (name !== 'entry') visit(inner);
  };
  visit(value);
  return [...buffers];
}

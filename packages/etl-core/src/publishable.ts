import type { Published } from './published.ts';
import type { CleanResult } from './stages/clean.ts';
import type { ModelResult } from './stages/model.ts';

/** Puts together what a batch's state keeps once it is published: what cleaning and modelling wrote and counted. */
export function publishable(
  cleaned: Pick<CleanResult, 'total' | 'objects'>,
  model: ModelResult,
  seconds: Published['seconds'],
): Published {
  const { lostBySource, superseded, ...rest } = model;
  const { read, rejected, reasons, repairs, drift } = cleaned.total;
  return {
    ...rest,
    fact: [...rest.fact],
    dimensions: Object.fromEntries(
      Object.entries(rest.dimensions).map(([table, parts]) => [table, [...parts]]),
    ),
    superseded,
    read,
    rejected,
    reasons: superseded === 0 ? reasons : { ...reasons, superseded },
    repairs,
    drift,
    objects: cleaned.objects.map(({ object, read, rejected }) => ({
      key: object.key,
      version: object.version,
      sizeBytes: object.sizeBytes,
      read,
      rejected,
      duplicates: lostBySource[object.key]?.duplicates ?? 0,
      superseded: lostBySource[object.key]?.superseded ?? 0,
    })),
    seconds,
  };
}

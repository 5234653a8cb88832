import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LakeError, PipelineServices } from '@sales/etl-core';
import { Effect } from 'effect';
import { environmentOf } from './cloud/address.ts';
import { findDeployment } from './cloud/deployment.ts';
import { cloudServices } from './cloud/services.ts';
import { type EnvironmentAbsent, LakeAbsent } from './errors.ts';
import { shellWord } from './launcher.ts';
import { type EtlCore, etlCore } from './modules.ts';

/** The warehouse's file in a lake. */
export function warehousePath(lake: string): string {
  return join(lake, 'warehouse.duckdb');
}

/** Opens a lake, makes its folder if need be, and gives the pipeline to work on it with. */
export function inLake<A, E, R>(
  lake: string,
  use: (core: EtlCore) => Effect.Effect<A, E, R>,
): Effect.Effect<A, E | LakeError | EnvironmentAbsent, Exclude<R, PipelineServices>> {
  const environment = environmentOf(lake);
  return Effect.flatMap(etlCore, (core) =>
    environment === undefined
      ? use(core).pipe(Effect.provide(core.localServices({ lake })))
      : Effect.flatMap(findDeployment(environment), (deployment) =>
          use(core).pipe(Effect.provide(cloudServices(core, deployment))),
        ),
  );
}

/** Opens a lake that is there; a command that only looks must not make one. */
export function inExistingLake<A, E, R>(
  lake: string,
  use: (core: EtlCore) => Effect.Effect<A, E, R>,
): Effect.Effect<A, E | LakeError | LakeAbsent | EnvironmentAbsent, Exclude<R, PipelineServices>> {
  return Effect.andThen(requireFolder(lake), inLake(lake, use));
}

const requireFolder = Effect.fnUntraced(function* (lake: string) {
  if (environmentOf(lake) !== undefined) return;
  // Any other trouble with the folder is told when it is opened.
  const isMissing = yield* Effect.promise(() =>
    stat(lake).then(
      () => false,
      (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
    ),
  );
  if (!isMissing) return;
  const message = `There is no lake at "${lake}"; name another with --lake, or make this one: \`sales run <files> --lake ${shellWord(lake)}\`.`;
  return yield* new LakeAbsent({ lake, message });
});

/** Fails where a lake has no warehouse yet, so that asking it does not make one. */
export const requireWarehouse = Effect.fnUntraced(function* (lake: string) {
  if (environmentOf(lake) !== undefined) return;
  yield* requireFolder(lake);
  const isThere = yield* Effect.promise(() =>
    stat(warehousePath(lake)).then(
      () => true,
      () => false,
    ),
  );
  if (isThere) return;
  const message = `Nothing was loaded in the lake "${lake}" yet; load some files first: \`sales run <files> --lake ${shellWord(lake)}\`.`;
  return yield* new LakeAbsent({ lake, message });
});

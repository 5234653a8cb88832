import { Effect } from 'effect';

/** The pipeline. Only the commands that need it load it, because a native module comes with it. */
export const etlCore = Effect.promise(() => import('@sales/etl-core'));

/** What the pipeline exports. */
export type EtlCore = Effect.Success<typeof etlCore>;

/** The generator of synthetic sales, loaded by the commands that need it. */
export const generator = Effect.promise(() => import('@sales/generator'));

import { Effect } from 'effect';
import { Verdict } from '../errors.ts';
import { exitCodes } from '../failure.ts';
import { inLake } from '../lakes.ts';
import { print } from '../output.ts';
import { renderAmount, renderCount, renderOf } from '../render/quantity.ts';
import { runInCloud } from './runInCloud.ts';

/** `sales run --env`: uploads files, waits until AWS has loaded them, and tells what became of them. */
export const runThere = Effect.fn('sales.runThere')(function* (options: {
  readonly paths: readonly string[];
  readonly lake: string;
  readonly strict: boolean;
  readonly json: boolean;
}) {
  const { paths, lake, strict, json } = options;
  yield* inLake(
    lake,
    Effect.fnUntraced(function* (core) {
      const { intake, batches } = yield* runInCloud(core, paths);
      yield* print({
        json,
        value: () => ({
          lake,
          nothingNew: batches.length === 0,
          intake,
          batches: batches.map(({ account, ...batch }) => ({ ...batch, ...account })),
        }),
        text: () => [
          `${renderOf(intake.stored.length, 'file')} uploaded, ${intake.unchanged.length} there already.`,
          ...batches.map(({ batchId, account }) =>
            account === undefined
              ? batchId
              : `${batchId}: ${renderCount(account.loaded)} of ${renderCount(account.read)} rows loaded, ${renderCount(account.quarantined)} quarantined, ${renderAmount(account.totalAmountCents)}`,
          ),
        ],
      });
      const isRefused = batches.some(({ account }) => (account?.quarantined ?? 0) > 0);
      if (strict && isRefused) return yield* new Verdict({ exitCode: exitCodes.refused });
    }),
  );
});

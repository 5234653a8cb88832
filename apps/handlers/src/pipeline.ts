import { definePipeline, type Pipeline, salesContract, salesStar } from '@sales/etl-core';
import { Data, Effect } from 'effect';
import { dataSetSetting } from './settings.ts';

/** The environment names a data set that these handlers do not know. */
class UnknownDataSet extends Data.TaggedError('UnknownDataSet')<{ readonly message: string }> {}

/** The pipeline of the environment's data set. */
export const pipelineOf = Effect.fn('handlers.pipeline')(function* (
  options: { readonly partialAbove?: number } = {},
) {
  const dataSet = yield* dataSetSetting;
  if (dataSet !== salesContract.name) {
    const message = `DATA_SET is "${dataSet}", but these handlers know only "${salesContract.name}". Set it to that, or build handlers for the other contract.`;
    return yield* new UnknownDataSet({ message });
  }
  const pipeline: Pipeline = definePipeline({
    star: { ...salesStar, contract: salesContract },
    program: 'sales',
    ...options,
  });
  return pipeline;
});

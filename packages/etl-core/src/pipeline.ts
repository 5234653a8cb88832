import { type Contract, type Star, salesContract, salesStar } from '@sales/schema';

/** What a pipeline moves: rows of a contract, into a star. */
export interface Pipeline {
  readonly contract: Contract;
  readonly star: Star;
  /** A batch that quarantines more than this share of its rows is reported as partial; 0 to 1. */
  readonly partialAbove: number;
  /** The command line that runs this pipeline, for the commands that messages suggest; undefined where there is none. */
  readonly program: string | undefined;
}

/** Defines a pipeline from a star; by default a batch is partial when over a tenth of it was quarantined. */
export function definePipeline(options: {
  readonly star: Star;
  readonly partialAbove?: number;
  readonly program?: string;
}): Pipeline {
  const { star, partialAbove = 0.1, program } = options;
  return { contract: star.contract, star, partialAbove, program };
}

/** The sales pipeline. */
export const salesPipeline: Pipeline = definePipeline({
  star: { ...salesStar, contract: salesContract },
  program: 'sales',
});

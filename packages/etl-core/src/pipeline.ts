import { type Contract, type Star, salesContract, salesStar } from '@sales/schema';

/** What a pipeline moves: rows of a contract, into a star. */
export interface Pipeline {
  readonly contract: Contract;
  readonly star: Star;
  /** A batch that quarantines more than this share of its rows is reported as partial; 0 to 1. */
  readonly partialAbove: number;
}

/** Defines a pipeline from a star; by default a batch is partial when over a tenth of it was quarantined. */
export function definePipeline(options: { readonly star: Star; readonly partialAbove?: number }): Pipeline {
  const { star, partialAbove = 0.1 } = options;
  return { contract: star.contract, star, partialAbove };
}

/** The sales pipeline. */
export const salesPipeline: Pipeline = definePipeline({ star: { ...salesStar, contract: salesContract } });

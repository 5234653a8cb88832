import type { LoadRequest } from '../request.ts';
import { dimensionSteps } from './dimensionMerge.ts';
import { factSteps } from './factMerge.ts';
import { guardSteps } from './guard.ts';
import { proofStep } from './proof.ts';
import { recordSteps } from './record.ts';
import { stagingSteps } from './staging.ts';
import type { Step } from './step.ts';

/**
 * Plans the load of a batch: the steps of one transaction, the same for every engine.
 *
 * A step that fails must abort the transaction: then the warehouse holds what it held before.
 */
export function loadPlan(request: LoadRequest): readonly Step[] {
  return [
    ...guardSteps(request),
    ...stagingSteps(request),
    ...request.star.dimensions.flatMap(dimensionSteps),
    ...factSteps(request),
    ...recordSteps(request),
    proofStep(request),
  ];
}

import { dimensionDeltaColumns, factColumns } from '@sales/schema';
import type { LoadRequest } from '../request.ts';
import { stagingChecks } from './stagingChecks.ts';
import type { Step } from './step.ts';
import { stagingTable } from './tables.ts';

/** Reads the batch's files, and proves that they are what the request says. */
export function stagingSteps(request: LoadRequest): readonly Step[] {
  const { star } = request;
  const { contract, fact, dimensions } = star;
  return [
    {
      name: `stage ${fact.table}`,
      kind: 'stage',
      table: stagingTable(fact.table),
      columns: factColumns(star),
      spreadBy: contract.businessKey[0]!,
      files: request.fact,
    },
    ...dimensions.map(
      (dimension): Step => ({
        name: `stage ${dimension.table}`,
        kind: 'stage',
        table: stagingTable(dimension.table),
        columns: dimensionDeltaColumns(star, dimension),
        spreadBy: dimension.key,
        files: request.dimensions[dimension.table] ?? [],
      }),
    ),
    { name: 'assert what was staged', kind: 'assert', reason: 'Assertion', ...stagingChecks(request) },
  ];
}

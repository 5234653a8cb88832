export { describeCase, parseCase, renderCase } from './caseText.ts';
export { contracts } from './contracts.ts';
export {
  type FuzzCase,
  type FuzzLimits,
  type FuzzObject,
  mutatedCase,
  placed,
  randomCase,
} from './fuzzCase.ts';
export {
  acceptedNumbers,
  acceptedStrings,
  acceptedStructures,
  eitherNumbers,
  eitherStrings,
  notUtf8,
  rejectedNumbers,
  rejectedStrings,
  rejectedStructures,
} from './jsonCases.ts';
export { mutated, oddBytes } from './mutation.ts';
export { type Random, seededRandom } from './random.ts';
export { shrunkCase } from './shrink.ts';
export type { FuzzOutcome, FuzzTarget } from './target.ts';

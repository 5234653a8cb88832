import type { FuzzCase, FuzzOutcome, FuzzTarget } from '@sales/fuzz';
import { differenceOf } from './difference.ts';
import { readCase } from './readers.ts';

/** The reference path, the interpreted plans and the kernel, which must say the same of every text. */
export const target: FuzzTarget = {
  covers:
    /packages\/cleaning\/src\/(?:compiled\/\w+|json|row|rules\/\w+|source\/(?:lines|splitter|window))\.ts$/,
  run: compareReaders,
};

/** Reads a case in all ways; says what they do not agree on. */
export function compareReaders(fuzzCase: FuzzCase): FuzzOutcome {
  const reference = readCase(fuzzCase, 'reference');
  const interpreted = readCase(fuzzCase, 'interpreted');
  const kernel = readCase(fuzzCase, 'kernel');
  const ofInterpreted = differenceOf(reference, interpreted);
  const ofKernel = differenceOf(reference, kernel);
  const difference =
    ofInterpreted !== undefined
      ? `The reference and the interpreted plans differ in ${ofInterpreted}`
      : ofKernel && `The reference and the kernel differ in ${ofKernel}`;
  return { difference, lines: reference.rows, fastLines: kernel.scannedRows };
}

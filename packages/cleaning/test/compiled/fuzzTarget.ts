import type { FuzzCase, FuzzOutcome, FuzzTarget } from '@sales/fuzz';
import { differenceOf } from './difference.ts';
import { readCase } from './readers.ts';

/** The reference path, the interpreted and the generated scanners, which must say the same of every text. */
export const target: FuzzTarget = {
  covers:
    /packages\/cleaning\/src\/(?:compiled\/\w+|json|row|rules\/\w+|source\/(?:lines|splitter|window))\.ts$/,
  run: compareReaders,
};

/** Reads a case in all ways; says what they do not agree on. */
export function compareReaders(fuzzCase: FuzzCase): FuzzOutcome {
  const reference = readCase(fuzzCase, 'reference');
  const interpreted = readCase(fuzzCase, 'interpreted');
  const generated = readCase(fuzzCase, 'generated');
  const ofInterpreted = differenceOf(reference, interpreted);
  const ofGenerated = differenceOf(reference, generated);
  const difference =
    ofInterpreted !== undefined
      ? `The reference and the interpreted scanners differ in ${ofInterpreted}`
      : ofGenerated && `The reference and the generated scanners differ in ${ofGenerated}`;
  return { difference, lines: reference.rows, fastLines: generated.scannedRows };
}

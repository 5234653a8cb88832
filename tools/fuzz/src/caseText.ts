import type { FuzzCase, FuzzObject } from './fuzzCase.ts';

interface WrittenObject extends Omit<FuzzObject, 'text'> {
  readonly base64: string;
}

/** Renders a case as JSON on one line, to be run again. */
export function renderCase(fuzzCase: FuzzCase): string {
  const objects = fuzzCase.objects.map(
    ({ text, ...rest }): WrittenObject => ({ ...rest, base64: text.toString('base64') }),
  );
  return JSON.stringify({ ...fuzzCase, objects });
}

/** Parses what `renderCase` wrote. */
export function parseCase(json: string): FuzzCase {
  const written = JSON.parse(json) as Omit<FuzzCase, 'objects'> & {
    readonly objects: readonly WrittenObject[];
  };
  return {
    ...written,
    objects: written.objects.map(({ base64, ...rest }) => ({ ...rest, text: Buffer.from(base64, 'base64') })),
  };
}

/** Describes a case to people: every object's text with what cannot be seen escaped. */
export function describeCase(fuzzCase: FuzzCase): string {
  const objects = fuzzCase.objects.map(({ key, text, cuts, parts }) => {
    const visible = JSON.stringify(text.toString('latin1')).replaceAll(
      /[^\x20-\x7e]/g,
      (unit) => `\\x${unit.charCodeAt(0).toString(16).padStart(2, '0')}`,
    );
    return `${key}, cut at [${cuts.join(' ')}], parts from [${parts.join(' ')}]:\n${visible}`;
  });
  const { contract, ingestDate, limits } = fuzzCase;
  return [`contract ${contract}, ingested ${ingestDate}, limits ${JSON.stringify(limits)}`, ...objects].join(
    '\n',
  );
}

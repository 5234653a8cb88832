import type { FuzzTarget } from '../src/index.ts';

/** Readers that always agree; one of them is generated. */
export const target: FuzzTarget = {
  covers: /agreeingTarget\.ts$/,
  run({ objects }) {
    // oxlint-disable-next-line no-implied-eval, no-new-func -- Coverage of generated code is what is tested.
    const count = new Function(
      'texts',
      'let bytes = 0;\nfor (const text of texts) {\nbytes += text.length;\n}\nreturn bytes;',
    );
    const bytes = count(objects.map(({ text }) => text)) as number;
    return { difference: neverSo(bytes) ? 'never' : undefined, lines: 1, fastLines: 1 };
  },
};

function neverSo(bytes: number): boolean {
  if (bytes < 0) return unreachable();
  return false;
}

function unreachable(): boolean {
  return true;
}

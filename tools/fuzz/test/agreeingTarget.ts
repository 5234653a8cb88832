import type { FuzzTarget } from '../src/index.ts';

/** Readers that always agree. */
export const target: FuzzTarget = {
  covers: /agreeingTarget\.ts$/,
  run({ objects }) {
    const bytes = objects.reduce((sum, { text }) => sum + text.length, 0);
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

import type { FuzzTarget } from '../src/index.ts';

/** Two readers of which one takes a no-break space for white space. */
export const target: FuzzTarget = {
  covers: /brokenTarget\.ts$/,
  run({ objects }) {
    const lines = objects.flatMap(({ text }) => text.toString('latin1').split('\n'));
    const strict = lines.filter((line) => !/^[ \t\r]*$/.test(line)).length;
    const loose = lines.filter((line) => !/^(?:[ \t\r]|\xc2\xa0)*$/.test(line)).length;
    const difference = strict === loose ? undefined : 'A line is a row to one reader only.';
    return { difference, lines: lines.length, fastLines: 0 };
  },
};

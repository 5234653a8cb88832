import { OptionError } from './errors.ts';

const unitBytes: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

/**
 * Parses a size such as `50MB`, `1.5 GB` or `64MiB` to bytes: KB, MB, GB and TB count in thousands, KiB, MiB, GiB
 * and TiB in 1024s, a bare number in bytes; upper or lower case.
 *
 * Throws OptionError when it is no size.
 */
export function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const unit = unitBytes[(match?.[2] || 'B').toUpperCase()];
  const bytes = match === null || unit === undefined ? Number.NaN : Math.round(Number(match[1]) * unit);
  if (!Number.isSafeInteger(bytes) || bytes < 1)
    throw new OptionError(`"${text}" is no size: write a number and a unit, such as 50MB, 1.5GB or 64MiB.`);
  return bytes;
}

const byteUnits = ['kB', 'MB', 'GB', 'TB'] as const;

/** Writes a whole number with grouping commas: `1,234,567`. */
export function renderCount(value: number | bigint): string {
  return value.toLocaleString('en-US');
}

/** Writes a count and its noun: `1 file`, `2 files`. */
export function renderOf(value: number, noun: string, plural = `${noun}s`): string {
  return `${renderCount(value)} ${value === 1 ? noun : plural}`;
}

/** Writes cents as an amount: `1,234.56`. Exact at any size. */
export function renderAmount(cents: bigint): string {
  const magnitude = cents < 0n ? -cents : cents;
  return `${cents < 0n ? '-' : ''}${renderCount(magnitude / 100n)}.${String(magnitude % 100n).padStart(2, '0')}`;
}

/** Writes an amount short, for charts: `1.2 M`. */
export function renderShort(value: number): string {
  if (value >= 999_950_000) return `${(value / 1e9).toFixed(1)} G`;
  if (value >= 999_950) return `${(value / 1e6).toFixed(1)} M`;
  return value >= 1000 ? `${(value / 1000).toFixed(1)} k` : value.toFixed(0);
}

/** Writes a size in decimal units: `512 B`, `1.5 MB`. */
export function renderBytes(sizeBytes: number): string {
  let value = sizeBytes;
  let unit = -1;
  // 999.95 is where one decimal would round up to 1000.0.
  while (value >= (unit < 0 ? 1000 : 999.95) && unit < byteUnits.length - 1) {
    value /= 1000;
    unit++;
  }
  return unit < 0 ? `${value} B` : `${value.toFixed(1)} ${byteUnits[unit]}`;
}

/** Writes seconds: `0.4 s`, `2 min 5 s`, `3 h 20 min`. */
export function renderSeconds(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${renderCount(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** Writes a part as a percentage; only nothing is `0 %`, only everything is `100 %`. */
export function renderShare(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0 %';
  if (part === whole) return '100 %';
  const percent = (part / whole) * 100;
  if (percent < 0.1) return '< 0.1 %';
  return percent > 99.9 ? '> 99.9 %' : `${percent.toFixed(1)} %`;
}

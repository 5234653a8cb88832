const BYTE_UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Writes a whole number with grouping commas: `1,234,567`. */
export function renderInteger(value: number | bigint): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Writes cents as an amount with two decimals and grouping commas: `1,234.56`. Exact at any size. */
export function renderCents(amountCents: bigint): string {
  const sign = amountCents < 0n ? '-' : '';
  const cents = amountCents < 0n ? -amountCents : amountCents;
  return `${sign}${renderInteger(cents / 100n)}.${String(cents % 100n).padStart(2, '0')}`;
}

/** Writes a size in decimal units: `512 B`, `1.5 MB`. */
export function renderBytes(sizeBytes: number): string {
  if (sizeBytes < 1000) {
    return `${sizeBytes} B`;
  }
  // 999,950 is where one decimal would round up to `1000.0`, so the next unit begins there.
  let value = sizeBytes / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(1)} ${BYTE_UNITS[unit]}`;
}

/** Writes a duration by its two largest units: `850 ms`, `12.3 s`, `2 min 5 s`, `3 h 20 min`. */
export function renderDuration(durationMs: number): string {
  if (durationMs < 1000) {
    return `${Math.round(durationMs)} ms`;
  }
  if (durationMs < 59_950) {
    return `${(durationMs / 1000).toFixed(1)} s`;
  }
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  }
  const minutes = Math.round(seconds / 60);
  return `${renderInteger(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** Writes a part of a whole as a percentage. Only nothing is `0 %` and only everything is `100 %`. */
export function renderShare(part: number, whole: number): string {
  if (whole === 0 || part === 0) {
    return '0 %';
  }
  if (part === whole) {
    return '100 %';
  }
  const percent = (part / whole) * 100;
  if (percent < 0.1) {
    return '< 0.1 %';
  }
  return percent > 99.9 && percent < 100 ? '> 99.9 %' : `${percent.toFixed(1)} %`;
}

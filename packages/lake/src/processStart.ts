export function processStart(_pid: number): string | undefined {
  return undefined;
}

/** Writes the lake of an environment as it goes through the program: `aws:dev`. */
export function cloudLake(environment: string): string {
  return `aws:${environment}`;
}

/** The environment that a lake is of, or undefined for a folder. */
export function environmentOf(lake: string): string | undefined {
  return /^aws:(.+)$/.exec(lake)?.[1];
}

/** Writes `--lake aws:dev` in a command that is suggested as it is typed: `--env dev`. */
export function lakeOptions(text: string): string {
  return text.replaceAll(/--lake aws:([a-z0-9-]+)/g, '--env $1');
}

/** Names a lake in a heading. */
export function nameOfLake(lake: string): string {
  const environment = environmentOf(lake);
  return environment === undefined ? `Lake ${lake}` : `Environment ${environment}`;
}

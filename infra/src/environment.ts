import dev from '../config/dev.ts';
import prod from '../config/prod.ts';
import staging from '../config/staging.ts';
import { type Configuration, parseConfiguration } from './configuration.ts';
import { ConfigurationError } from './errors.ts';

const FILES = { dev, staging, prod };

export type EnvironmentName = keyof typeof FILES;

export const environmentNames: readonly EnvironmentName[] = ['dev', 'staging', 'prod'];

/** Where an environment is deployed to, and with which settings. Without an account, templates fit any. */
export interface Environment {
  readonly configuration: Configuration;
  readonly account: string | undefined;
  readonly region: string;
}

/**
 * Reads an environment's settings. The account comes from SALES_ACCOUNT, else from the credentials that the CDK
 * found (CDK_DEFAULT_ACCOUNT); SALES_REGION wins over the region of the settings.
 *
 * Throws a ConfigurationError that names the value.
 */
export function readEnvironment(
  name: string,
  variables: Readonly<Record<string, string | undefined>>,
): Environment {
  if (!isEnvironmentName(name)) {
    throw new ConfigurationError(
      `There is no environment "${name}"; there are ${environmentNames.join(', ')}, each a file in infra/config.`,
    );
  }
  const file = `infra/config/${name}.ts`;
  const given = FILES[name];
  const region = variables.SALES_REGION || given.region;
  const configuration = parseConfiguration(file, { ...given, region });
  if (configuration.name !== name) {
    throw new ConfigurationError(`${file} is called "${configuration.name}" inside; name it "${name}".`);
  }
  const account = variables.SALES_ACCOUNT || variables.CDK_DEFAULT_ACCOUNT || undefined;
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw new ConfigurationError(
      `SALES_ACCOUNT must be the twelve digits of an AWS account, and is "${account}".`,
    );
  }
  return { configuration, account, region };
}

function isEnvironmentName(name: string): name is EnvironmentName {
  return Object.hasOwn(FILES, name);
}

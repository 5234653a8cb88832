/** The region that the stand-ins are asked for. */
export const emulatorRegion = 'us-east-1';

/**
 * The environment variables that point every AWS SDK, and the programs built on one, at a stand-in: the endpoint, a
 * region, and credentials that are valid nowhere. Nothing of the machine's own AWS settings is used.
 */
export function sdkEnvironment(endpoint: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: emulatorRegion,
    AWS_DEFAULT_REGION: emulatorRegion,
    AWS_ACCESS_KEY_ID: 'emulator',
    AWS_SECRET_ACCESS_KEY: 'emulator',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}

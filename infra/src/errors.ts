/** The configuration of an environment cannot be deployed as it is; the message names each value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** Something that the templates are built from is not there yet; the message says which command makes it. */
export class NotBuiltError extends Error {
  override readonly name = 'NotBuiltError';
}

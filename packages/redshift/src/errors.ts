/** Thrown when Redshift could not be told something: a bug in the program or in its configuration. */
export class UnrenderableError extends Error {
  override readonly name = 'UnrenderableError';
}

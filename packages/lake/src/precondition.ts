import { PreconditionFailed } from './errors.ts';

/** Says that a conditional step changed nothing; without an etag, that it was to create only. */
export function preconditionFailed(key: string, etag: string | undefined): PreconditionFailed {
  const found = etag === undefined ? 'it exists already' : `it is no longer the one with etag ${etag}`;
  return new PreconditionFailed({
    key,
    message: `"${key}" was not changed: ${found}; read it and decide again.`,
  });
}

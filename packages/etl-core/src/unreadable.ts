import { SourceError } from '@sales/cleaning';
import { LakeError } from '@sales/lake';
import { SourceUnreadable } from './errors.ts';

/** Tells a broken object from a failing lake; anything else is a bug and stays one. */
export function unreadable(object: { readonly key: string }, error: unknown): SourceUnreadable | LakeError {
  if (error instanceof LakeError) return error;
  if (!(error instanceof SourceError)) throw error;
  const message = `${object.key} cannot be read: ${error.message}. Nothing of its batch was loaded; put a whole copy in its place, or take it out of the lake, and run again.`;
  return new SourceUnreadable({ key: object.key, fault: error.fault, message, cause: error });
}

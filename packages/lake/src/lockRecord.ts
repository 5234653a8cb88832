import { readDocument, writeDocument } from './document.ts';
import type { LockOwner } from './lockOwner.ts';

/** A lock as stored. It stays when it is released, so that its fence never goes back. */
export interface LockRecord {
  readonly owner: LockOwner;
  readonly fence: number;
  /** ISO time. */
  readonly expiresAt: string;
  readonly released: boolean;
}

export function encodeLock(record: LockRecord): string {
  return writeDocument(record);
}

/** Reads a lock's text. Throws a `BrokenDocument` that names the field that is wrong. */
export function decodeLock(text: string): LockRecord {
  return readDocument(text, (fields) => ({
    owner: fields.record('owner', (owner) => ({
      host: owner.text('host'),
      pid: owner.count('pid'),
      startedAt: owner.text('startedAt'),
      id: owner.text('id'),
    })),
    fence: fields.count('fence'),
    expiresAt: fields.text('expiresAt', /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/),
    released: fields.flag('released'),
  }));
}

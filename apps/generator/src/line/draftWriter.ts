import { packFragments, type Target, writeFragment } from './bytes.ts';
import { absent, type Draft, type Pair, quote } from './draft.ts';
import { fieldNames, numberFields } from './fields.ts';
import type { FieldWriter } from './fieldWriter.ts';
import type { Layout } from './layout.ts';

/** Writes a draft into a buffer at a position, and returns the position after it. */
export type DraftWriter = (draft: Draft, target: Target, at: number) => number;

const quotationMark = 34;
const openingBrace = 123;
const closingBrace = 125;

/** Gives the writer of a file's lines with dirt: what a draft leaves alone is written as in a clean line. */
export function draftWriter({ order, keys, comma, colon }: Layout, writeField: FieldWriter): DraftWriter {
  const fields = order.map((name) => ({
    name,
    number: fieldNames.indexOf(name),
    isBare: numberFields.has(name),
  }));
  const pieces = packFragments([...order.map((name) => keys[name] + colon), comma]);
  const commaPiece = order.length;

  return (draft, target, start) => {
    const end = writeObject(draft, target, start);
    if (draft.reshape === undefined) return end;
    const line = draft.reshape(target.bytes.toString('utf8', start, end));
    return (
      start + (typeof line === 'string' ? target.bytes.write(line, start) : line.copy(target.bytes, start))
    );
  };

  function writeObject(draft: Draft, target: Target, start: number): number {
    const first = start + 1;
    target.bytes[start] = openingBrace;
    let at = writePairs(draft.before, first, target, first);
    for (let position = 0; position < fields.length; position++) {
      const { name, number, isBare } = fields[position]!;
      const token = draft.tokens.get(name);
      if (token === absent) continue;
      if (at > first) at = writeFragment(target, at, pieces, commaPiece);
      const key = draft.keys.get(name);
      if (key === undefined) at = writeFragment(target, at, pieces, position);
      else at += target.bytes.write(key + colon, at);
      if (token !== undefined) at += target.bytes.write(token, at);
      else if (isBare) at = writeField(number, draft.sale, target, at);
      else {
        target.bytes[at++] = quotationMark;
        at = writeField(number, draft.sale, target, at);
        target.bytes[at++] = quotationMark;
      }
    }
    at = writePairs(draft.after, first, target, at);
    target.bytes[at++] = closingBrace;
    return at;
  }

  function writePairs(pairs: readonly Pair[], first: number, target: Target, at: number): number {
    for (const { name, token } of pairs) {
      if (at > first) at = writeFragment(target, at, pieces, commaPiece);
      at += target.bytes.write(quote(name) + colon + token, at);
    }
    return at;
  }
}

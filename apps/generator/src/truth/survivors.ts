import { unknownAttribute } from '@sales/schema';
import { type Members, memberId, memberOf, versionCount } from '../market/members.ts';
import { digestLines } from './digest.ts';
import type { TruthDimension } from './truth.ts';

/** A dimension up to this size is listed in full. */
const listedMembers = 200;

/**
 * What a dimension must hold: of each attribute the text of the latest sale that gave one, by date, then by the
 * order in which sales are written. So a sale wins over all before it that are not dated later.
 */
export class Survivors {
  readonly #members: Members;
  readonly #width: number;
  /** Members of whom nothing but the id may be known. */
  readonly #seen: Uint8Array;
  /**
   * By member x attributes + attribute: the text that stands, with its day in the upper half; negative for none.
   * A text is a version of the member, or from `versionCount` on an odd text.
   */
  readonly #standing: Int32Array;
  readonly #oddTexts: string[] = [];
  /** Members that the market does not know, because their id came out of dirt: a few dozen. */
  readonly #strangers = new Map<string, { day: number; text: string | undefined }[]>();

  constructor(members: Members) {
    this.#members = members;
    this.#width = members.attributes.length;
    this.#seen = new Uint8Array(members.count);
    this.#standing = new Int32Array(members.count * this.#width).fill(-1);
  }

  /** Sees a clean line: all attributes of a member, in one of its versions. */
  see(member: number, version: number, day: number): void {
    const first = member * this.#width;
    for (let i = first; i < first + this.#width; i++)
      if (day >= this.#standing[i]! >> 16) this.#standing[i] = (day << 16) | version;
  }

  /** Sees any other clean row: whatever texts it gives, null for none. */
  seeTexts(id: string, texts: readonly (string | null)[], day: number): void {
    const member = memberOf(this.#members, id);
    if (member === undefined) return this.#seeStranger(id, texts, day);
    this.#seen[member] = 1;
    for (const [attribute, text] of texts.entries()) {
      const i = member * this.#width + attribute;
      if (text !== null && day >= this.#standing[i]! >> 16)
        this.#standing[i] = (day << 16) | this.#textNumber(member, attribute, text);
    }
  }

  /** Gives the rows in the order of their ids. */
  *rows(): Generator<readonly string[]> {
    const strangers = [...this.#strangers].sort(([a], [b]) => (a < b ? -1 : 1));
    let next = 0;
    for (let member = 0; member < this.#members.count; member++) {
      if (!this.#isSeen(member)) continue;
      const id = memberId(this.#members, member);
      while (next < strangers.length && strangers[next]![0] < id) yield strangerRow(strangers[next++]!);
      yield [id, ...this.#members.attributes.map((_, attribute) => this.#text(member, attribute))];
    }
    while (next < strangers.length) yield strangerRow(strangers[next++]!);
  }

  truth(): TruthDimension {
    const sha256 = digestLines(this.#lines());
    let rows = this.#strangers.size;
    for (let member = 0; member < this.#members.count; member++) if (this.#isSeen(member)) rows++;
    return { rows, sha256, ...(rows <= listedMembers ? { members: [...this.rows()] } : {}) };
  }

  /** A clean line gives all attributes, so that the first one tells. */
  #isSeen(member: number): boolean {
    return this.#seen[member] === 1 || this.#standing[member * this.#width]! >= 0;
  }

  *#lines(): Generator<string> {
    for (const row of this.rows()) yield row.join('\t');
  }

  #seeStranger(id: string, texts: readonly (string | null)[], day: number): void {
    let known = this.#strangers.get(id);
    if (known === undefined) {
      known = texts.map(() => ({ day: -1, text: undefined }));
      this.#strangers.set(id, known);
    }
    for (const [attribute, text] of texts.entries())
      if (text !== null && day >= known[attribute]!.day) known[attribute] = { day, text };
  }

  #textNumber(member: number, attribute: number, text: string): number {
    for (let version = 0; version < versionCount; version++)
      if (text === this.#members.text(member, attribute, version)) return version;
    const known = this.#oddTexts.indexOf(text);
    return versionCount + (known >= 0 ? known : this.#oddTexts.push(text) - 1);
  }

  #text(member: number, attribute: number): string {
    const i = member * this.#width + attribute;
    if (this.#standing[i]! < 0) return unknownAttribute;
    const number = this.#standing[i]! & 0xffff;
    return number < versionCount
      ? this.#members.text(member, attribute, number)
      : this.#oddTexts[number - versionCount]!;
  }
}

function strangerRow([id, texts]: [string, { text: string | undefined }[]]): readonly string[] {
  return [id, ...texts.map(({ text }) => text ?? unknownAttribute)];
}

/** The last two versions of a member's attributes: most members only ever have the first. */
export const versionCount = 2;

/** The stores, the products or the customers: who they are and what they were called when. */
export interface Members {
  readonly count: number;
  /** A member's id is this letter and its number, from 1 on, filled with zeros to `digits`. */
  readonly letter: string;
  readonly digits: number;
  readonly attributes: readonly string[];
  /** Gives which version of its attributes a member has on a day: 0 or 1. */
  version(member: number, day: number): number;
  text(member: number, attribute: number, version: number): string;
}

/** Renders a member's id. */
export function memberId(members: Members, member: number): string {
  // With a one in front, so that nothing needs to be filled with zeros.
  return members.letter + String(10 ** members.digits + member + 1).slice(1);
}

/** Finds the member of an id; undefined when it is none of these. */
export function memberOf(members: Members, id: string): number | undefined {
  if (id.length !== 1 + members.digits || id[0] !== members.letter) return undefined;
  const member = /^\d+$/.test(id.slice(1)) ? Number(id.slice(1)) - 1 : -1;
  return member >= 0 && member < members.count ? member : undefined;
}

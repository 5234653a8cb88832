import type { Style } from './style.ts';

/** What text is laid out on. */
export interface Page {
  readonly style: Style;
  /** Undefined where lines may be as long as they are. */
  readonly columns: number | undefined;
}

import type { TextValues } from '../table.ts';

/** A data page, decoded as far as what is stored. */
export interface DataPage {
  readonly rowCount: number;
  /** 0 for each row that is null; empty or absent when no row is. */
  readonly levels: ArrayLike<number> | undefined;
  /** The rows that are not null, as stored: numbers, indices into the chunk's dictionary, or none where there are texts. */
  readonly values: ArrayLike<unknown>;
  readonly texts?: TextValues;
  readonly isDictionaryEncoded: boolean;
}

/** The pages of a chunk. */
export interface Pages {
  readonly dictionary: ArrayLike<unknown> | undefined;
  readonly dictionaryTexts: TextValues | undefined;
  readonly dataPages: readonly DataPage[];
}

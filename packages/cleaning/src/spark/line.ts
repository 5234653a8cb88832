import { wholeObject, wholeValue } from './jsonPattern.ts';
import { foldingLayers } from './nesting.ts';
import { type Layer, sqlCase, sqlText } from './sql.ts';

/** JSON's white space at the ends of a line is no part of its row. */
const jsonSpace = sqlText(' \t\r');
const byteOrderMarkBytes = 3;
/** Rows past this are refused with their whole object, as the other engine refuses them. */
const maxRowBytes = 256 * 1024 * 1024;

/**
 * What a line is: columns `_row_offset`, `_row_text` (NULL for a line of white space, and for one that is no UTF-8),
 * `_row_bytes` of such a line, `_row_json` with deep values folded where it is an object, and `_row_fault` where it is no row
 * that fields can be read from. Reads the columns `bytes`, `offset` and `has_mark`.
 */
export const lineLayers: readonly Layer[] = [
  {
    _line_text: sqlCase(
      [
        [
          `octet_length(bytes) > ${maxRowBytes}`,
          `raise_error(concat('The row at byte ', offset, ' of ', source_key, ' is longer than ${maxRowBytes / 1024 / 1024} MiB.'))`,
        ],
      ],
      'cast(bytes AS STRING)',
    ),
    _line_offset: `offset + ${sqlCase([['has_mark AND offset = 0', `${byteOrderMarkBytes}L`]], '0L')}`,
  },
  // Bytes that are no UTF-8 come back from Java's text as U+FFFD, and so differ.
  { _line_is_utf8: `bytes = encode(_line_text, 'UTF-8')` },
  {
    _row_text: sqlCase([
      ['NOT _line_is_utf8', 'NULL'],
      ["startswith(_line_text, '{') AND endswith(_line_text, '}')", '_line_text'],
      [
        `octet_length(trim(BOTH ${jsonSpace} FROM _line_text)) > 0`,
        `trim(BOTH ${jsonSpace} FROM _line_text)`,
      ],
    ]),
    // A character a byte: what is no UTF-8 must not be read as text.
    _row_bytes: sqlCase([
      [
        'NOT _line_is_utf8',
        `encode(regexp_replace(decode(bytes, 'ISO-8859-1'), ${sqlText('^[ \\t\\r]++|[ \\t\\r]++\\z')}, ''), 'ISO-8859-1')`,
      ],
    ]),
    _row_offset: sqlCase(
      [
        [
          '_line_is_utf8',
          sqlCase(
            [["startswith(_line_text, '{')", '_line_offset']],
            `_line_offset + octet_length(_line_text) - octet_length(trim(LEADING ${jsonSpace} FROM _line_text))`,
          ),
        ],
      ],
      `_line_offset + octet_length(bytes) - length(regexp_replace(decode(bytes, 'ISO-8859-1'), ${sqlText('^[ \\t\\r]++')}, ''))`,
    ),
  },
  { _row_is_flat: `coalesce(_row_text RLIKE ${sqlText(wholeObject)}, FALSE)` },
  ...foldingLayers(
    '_row_text',
    `NOT _row_is_flat AND _row_text RLIKE ${sqlText('[\\[{][\\s\\S]*[\\[{]')}`,
    '_row_folded',
  ),
  { _row_json: 'if(_row_is_flat, _row_text, _row_folded)' },
  { _row_is_object: `_row_is_flat OR coalesce(_row_json RLIKE ${sqlText(wholeObject)}, FALSE)` },
  {
    _row_fault: sqlCase([
      ['_row_bytes IS NOT NULL', "'invalid_utf8'"],
      ['_row_text IS NULL OR _row_is_object', 'NULL'],
      [`coalesce(_row_json, _row_text) RLIKE ${sqlText(wholeValue)}`, "'not_an_object'"],
      ['TRUE', "'malformed_json'"],
    ]),
  },
];

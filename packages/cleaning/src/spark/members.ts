import { type Contract, contractFields } from '@sales/schema';
import { unescaped } from './jsonString.ts';
import { member } from './jsonPattern.ts';
import { type Layer, sqlCase, sqlName, sqlText } from './sql.ts';

/** Control characters, which no valid row has. */
const betweenMembers = sqlText('\u001e');
const behindName = sqlText('\u001f');
const pattern = sqlText(member);

/**
 * An object's members: column `_row_members` maps names to values as they are written, the last of equal names; needs
 * `spark.sql.mapKeyDedupPolicy=LAST_WIN`. The columns `<field>$raw` are the contract's, NULL where one is absent, and
 * `_row_extras` lists the names that the contract does not know, NULL where there are none.
 */
export function memberLayers(contract: Contract): readonly Layer[] {
  const names = contractFields(contract).map(([name]) => name);
  const written = `regexp_replace(_row_json, ${pattern}, ${sqlText('\u001e$1\u001f$2')})`;
  const known = names.map((name) => `int(${sqlName(`${name}$raw`)} IS NOT NULL)`).join(' + ');
  return [
    {
      _row_written: sqlCase([
        // An object without a quote has no members.
        [
          `_row_is_object AND instr(_row_json, '"') > 0`,
          `str_to_map(substring(${written}, 2), ${betweenMembers}, ${behindName})`,
        ],
        ['_row_is_object', 'map()'],
      ]),
    },
    {
      _row_members: sqlCase(
        [
          [
            `instr(_row_json, ${sqlText('\\')}) > 0 AND exists(map_keys(_row_written), name -> instr(name, ${sqlText('\\')}) > 0)`,
            // Names written in several ways are one name, and the last of them wins.
            `map_from_arrays(transform(regexp_extract_all(_row_json, ${pattern}, 1), name -> ${unescaped('name')}), regexp_extract_all(_row_json, ${pattern}, 2))`,
          ],
        ],
        '_row_written',
      ),
    },
    Object.fromEntries(names.map((name) => [`${name}$raw`, `_row_members[${sqlText(name)}]`])),
    {
      _row_extras: sqlCase([
        [
          `size(_row_members) > ${known}`,
          `array_except(map_keys(_row_members), array(${names.map(sqlText).join(', ')}))`,
        ],
      ]),
    },
  ];
}

import type { Table } from '@sales/parquet';
import { attributeFields, type Star } from '@sales/schema';
import { columnOf, valueReader } from './columnView.ts';
import { xxHash64 } from './xxHash64.ts';

/** Spark's `xxhash64` starts from 42, so SQL gives the same sums. */
const seed = 42n;
/** Values repeat; past this many different ones of a field a cache costs more than it saves. */
const cacheLimit = 200_000;

/**
 * Makes the sum over the fields that the fact does not keep: the exclusive or of XXH64 of `<field>=<value>`, null fields
 * left out. Two rows of a business key with the same fact fields and the same sum have the same content.
 */
export function attributesHasher(star: Star): (table: Table) => (row: number) => bigint {
  const fields = attributeFields(star).map((name) => ({ name, sums: new Map<unknown, bigint>() }));
  return (table) => {
    const readers = fields.map(({ name, sums }) => ({
      name,
      sums,
      read: valueReader(columnOf(table, name)),
    }));
    return (row) => {
      let hash = 0n;
      for (const { name, sums, read } of readers) {
        const value = read(row);
        if (value === null) continue;
        let sum = sums.get(value);
        if (sum === undefined) {
          sum = xxHash64(Buffer.from(`${name}=${value}`), seed);
          if (sums.size >= cacheLimit) sums.clear();
          sums.set(value, sum);
        }
        hash ^= sum;
      }
      return BigInt.asIntN(64, hash);
    };
  };
}

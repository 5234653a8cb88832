import {
  acceptedNumbers,
  acceptedStrings,
  acceptedStructures,
  eitherNumbers,
  eitherStrings,
  notUtf8,
  rejectedNumbers,
  rejectedStrings,
  rejectedStructures,
} from '@sales/fuzz';

const values = [
  acceptedNumbers,
  acceptedStrings,
  acceptedStructures,
  eitherNumbers,
  eitherStrings,
  rejectedNumbers,
  rejectedStrings,
  rejectedStructures,
  notUtf8,
].flat();

const sale = {
  transaction_id: '"T-1"',
  date: '"2024-02-29"',
  store_id: '"S1"',
  product_id: '"P1"',
  customer_id: '"C1"',
  city: '"Porto"',
  category: '"Toys"',
  quantity_sold: '2',
  unit_price: '19.99',
  total_amount: '39.98',
};

/** Writes a sale; each change is JSON, as it stands. */
function saleLine(changes: Readonly<Record<string, string>> = {}): string {
  const members = Object.entries({ ...sale, ...changes }).map(([name, value]) => `"${name}":${value}`);
  return `{${members.join(',')}}`;
}

/** Where values are put: lines with a `~`. An object has its lines' usual shape, so each place is an object. */
const places: Readonly<Record<string, string>> = {
  extra: saleLine({ extra: '~' }),
  first: `{"extra":~,${saleLine().slice(1)}`,
  list: saleLine({ extra: '[1,~]' }),
  inner: saleLine({ extra: '{"a":~}' }),
  twice: saleLine().replace('"city":', '"city":~,"city":'),
  key: `{~:1,${saleLine().slice(1)}`,
  line: '~',
  ...Object.fromEntries(Object.keys(sale).map((field) => [field, saleLine({ [field]: '~' })])),
};

/** The values of the public JSON corpora in every place of a sale's line: objects of lines by their names. */
export function jsonSuiteObjects(): Readonly<Record<string, Buffer>> {
  return Object.fromEntries(
    Object.entries(places).map(([name, line]) => {
      const [before, after] = line.split('~');
      const lines = values.map((value) =>
        Buffer.concat([Buffer.from(before!), value, Buffer.from(`${after!}\n`)]),
      );
      return [`${name}.ndjson`, Buffer.concat([Buffer.from(`${saleLine()}\n`), ...lines])];
    }),
  );
}

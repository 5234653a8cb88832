import { type Contract, contractFields, type Field } from '@sales/schema';
import { dateLayers } from './rules/date.ts';
import { columnsOf, type FieldLayers } from './rules/fieldColumns.ts';
import { idLayers } from './rules/id.ts';
import { givenProductLayers, integerLayers, moneyLayers, productLayers } from './rules/number.ts';
import { enumLayers, textLayers } from './rules/text.ts';
import { type Layer, sqlCase, sqlList } from './sql.ts';

/**
 * Applies a contract's rules to `<field>$raw`: columns `<field>$value`, `_row_reasons` (NULL where the row is accepted) and
 * `_row_repairs` of accepted rows, both as lists with commas.
 */
export function ruleLayers(contract: Contract): readonly Layer[] {
  const fields = contractFields(contract);
  const reasons = fields.filter(([, { kind }]) => kind !== 'product').map(([name]) => columnsOf(name).reason);
  const repairs = fields.map(([name]) => columnsOf(name).repairs);
  return [
    ...abreast(fields.map(([name, field]) => fieldLayers(name, field))),
    ...abreast(
      fields.flatMap(([name, field]) => (field.kind === 'product' ? [productLayers(name, field)] : [])),
    ),
    {
      _row_reasons: sqlCase(
        [
          ['_row_fault IS NOT NULL', '_row_fault'],
          ['NOT _row_is_object', 'NULL'],
        ],
        `nullif(${sqlList(reasons)}, '')`,
      ),
      _row_repairs: `nullif(${sqlList(repairs)}, '')`,
    },
  ];
}

function fieldLayers(name: string, field: Field): FieldLayers {
  switch (field.kind) {
    case 'id':
      return idLayers(name, field);
    case 'text':
      return textLayers(name, field);
    case 'enum':
      return enumLayers(name, field);
    case 'date':
      return dateLayers(name, field);
    case 'integer':
      return integerLayers(name, field);
    case 'money':
      return moneyLayers(name, field);
    case 'product':
      return givenProductLayers(name);
  }
}

/** Puts the layers of fields that do not need each other side by side. */
function abreast(layers: readonly (readonly Layer[])[]): Layer[] {
  const depth = Math.max(0, ...layers.map(({ length }) => length));
  return Array.from(
    { length: depth },
    (_, index) => Object.assign({}, ...layers.map((own) => own[index] ?? {})) as Layer,
  );
}

export {
  type ColumnDefinition,
  type ColumnType,
  columnType,
  contractColumns,
  lineageColumns,
  silverColumns,
} from './column.ts';
export { type Contract, contractFields, defineContract } from './contract.ts';
export { salesContract } from './contracts/sales.ts';
export { civilDayNumber, dayNumber, isCalendarDate, renderDay } from './date.ts';
export { type Decimal, isIntegral, parseDecimal, scaledInteger } from './decimal.ts';
export { duckDbType, glueColumns, glueType, redshiftType, renderColumns } from './dialect.ts';
export { ContractError } from './errors.ts';
export {
  type DateField,
  date,
  type EnumField,
  type Field,
  type IdField,
  type IntegerField,
  id,
  integer,
  type MoneyField,
  money,
  openEnum,
  type ProductField,
  product,
  type TextField,
  text,
} from './field.ts';
export { renderCents } from './money.ts';
export {
  attributeFields,
  attributesHashColumn,
  type Dimension,
  defineStar,
  dimensionColumns,
  dimensionDeltaColumns,
  type Fact,
  factColumns,
  type Star,
  stampColumn,
  unknownAttribute,
} from './star.ts';
export { salesStar } from './stars/sales.ts';
export {
  type CleanRow,
  cleanRowJsonSchema,
  cleanRowSchema,
  type RawRow,
  rawRowJsonSchema,
  rawRowSchema,
} from './zod.ts';

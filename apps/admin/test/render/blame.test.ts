import { expect, it } from 'vitest';
import { blame, blamedField } from '../../src/render/blame.ts';

it('shows the field that a reason is about, as it was written', () => {
  const raw =
    '{"date": "2025-02-30", "unit_price": 1e400, "quantity_sold": 12345678901234567890, "city": null}';
  expect(blamedField(raw, 'date_invalid')).toBe('"date": "2025-02-30"');
  expect(blamedField(raw, 'unit_price_out_of_range')).toBe('"unit_price": 1e400');
  expect(blamedField(raw, 'quantity_sold_out_of_range')).toBe('"quantity_sold": 12345678901234567890');
  expect(blamedField(raw, 'missing_city')).toBe('"city": null');
  expect(blamedField(raw, 'missing_store_id')).toBe('"store_id": absent');
});

it('shows each field once, and all of the row where it is no object', () => {
  expect(blame('{"a": 1, "b": 2}', ['a_invalid', 'a_out_of_range', 'b_invalid'])).toBe('"a": 1, "b": 2');
  expect(blame('{"a": 1, oops\n', ['malformed_json'])).toBe('{"a": 1, oops');
  expect(blame('[1, 2]', ['not_an_object'])).toBe('[1, 2]');
});

it('is not misled by a field whose name begins like another', () => {
  const raw = '{"date": "x", "date_of_birth": "y"}';
  expect(blamedField(raw, 'date_of_birth_invalid')).toBe('"date_of_birth": "y"');
});

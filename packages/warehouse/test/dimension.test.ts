import { assert, describe } from '@effect/vitest';
import { Effect } from 'effect';
import { rows } from './support/state.ts';
import { states } from './support/states.ts';
import { visit } from './support/visits.ts';

describe('a dimension', () => {
  states('keeps each attribute’s latest known value, and none is ever unlearnt', (load) =>
    Effect.gen(function* () {
      const gate = rows(`SELECT gate_name, district FROM dim_gate`);
      yield* load({ visits: [visit({ day: '2026-05-02', gate_name: 'North', district: null })] });
      assert.deepStrictEqual(yield* gate, [['North', 'Unknown']]);
      yield* load({ id: 'b2', visits: [visit({ day: '2026-05-01', gate_name: 'Old', district: 'Docks' })] });
      assert.deepStrictEqual(yield* gate, [['North', 'Docks']]);
      yield* load({ id: 'b3', visits: [visit({ day: '2026-05-03', gate_name: null, district: null })] });
      assert.deepStrictEqual(yield* gate, [['North', 'Docks']]);
      yield* load({ id: 'b4', visits: [visit({ day: '2026-05-04', gate_name: 'New', district: null })] });
      assert.deepStrictEqual(yield* gate, [['New', 'Docks']]);
    }),
  );
  states('takes the smaller text, by bytes, of two values with the same stamp', (load) =>
    Effect.gen(function* () {
      // U+FF5E sorts after U+1F600 by UTF-16 units, before it by bytes.
      yield* load({ visits: [visit({ gate_name: '\u{1F600}' })] });
      yield* load({ id: 'b2', visits: [visit({ ticket: 'other', gate_name: '\uFF5E' })] });
      assert.deepStrictEqual(yield* rows('SELECT gate_name FROM dim_gate'), [['\uFF5E']]);
      yield* load({ id: 'b3', visits: [visit({ ticket: 'third', gate_name: '\u{1F600}' })] });
      assert.deepStrictEqual(yield* rows('SELECT gate_name FROM dim_gate'), [['\uFF5E']]);
    }),
  );
});

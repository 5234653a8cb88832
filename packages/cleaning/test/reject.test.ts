import { describe, expect, it } from 'vitest';
import { seededRandom } from '@sales/test-kit';
import { makeReject, parseReject, renderReject } from '../src/index.ts';
import { createRejectLines } from '../src/rejectLines.ts';

const place = { source: 'raw/sales/a.ndjson', version: 'v1', offset: 40, line: 3 };

describe('a reject', () => {
  it('keeps its place, its reasons and its text', () => {
    expect(makeReject(place, ['date_invalid'], Buffer.from('{"é":"😀"}'))).toEqual({
      ...place,
      reasons: ['date_invalid'],
      raw: '{"é":"😀"}',
    });
  });

  it('keeps bytes that are no UTF-8 in base64', () => {
    const bytes = Buffer.from([0x7b, 0xff, 0xc3, 0x7d]);
    const reject = makeReject(place, ['invalid_utf8'], bytes);
    expect(reject.raw).toBe('{\ufffd\ufffd}');
    expect(Buffer.from(reject.rawBase64!, 'base64')).toEqual(bytes);
  });

  it('does not change with the buffer it was made from', () => {
    const bytes = Buffer.from('{');
    const reject = makeReject(place, ['malformed_json'], bytes);
    bytes.fill(0);
    expect(reject.raw).toBe('{');
  });

  it.each(['{"a":"line\\nbreak"}', '', '\u2028\u0000"\\', '\ufffd', '\ufeff{}'])(
    'is one line of quarantine, and parsed back: %j',
    (raw) => {
      const reject = makeReject(place, ['malformed_json', 'x'], Buffer.from(raw));
      const line = renderReject(reject);
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(parseReject(line)).toEqual(reject);
    },
  );
});

describe('the lines of rejects', () => {
  it('are those of the rejects, whatever bytes the rows have', () => {
    const random = seededRandom(5);
    const pieces = [
      '"',
      '\\',
      '\\"',
      '\u0000',
      '\t',
      '\u001f',
      '\u007f',
      'é',
      '\u2028',
      '😀',
      '{"a": 1}',
    ].map((text) => Buffer.from(text));
    const bytes = [...pieces, Buffer.of(0xff), Buffer.of(0xed, 0xa0, 0x80), Buffer.of(0xc3)];
    const lines = createRejectLines();
    for (let round = 0; round < 20; round++) {
      const expected: string[] = [];
      for (let count = random.below(300); count > 0; count--) {
        const row = Buffer.concat(Array.from({ length: random.below(40) }, () => random.pick(bytes)));
        const its = { source: `raw/é"${round}`, version: 'v\n', offset: random.below(2 ** 40), line: count };
        const reasons = random.pick([['a_invalid'], ['a', 'b "'], []]);
        lines.add(its, reasons, row);
        expected.push(renderReject(makeReject(its, reasons, row)));
      }
      expect(Buffer.from(lines.take()).toString()).toBe(expected.join(''));
    }
  });
});

import { describe, expect, it } from 'vitest';
import { makeReject, parseReject, renderReject } from '../src/index.ts';

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

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type BatchReport, reportJson, runKeys } from '../src/index.ts';
import { newLake, run, upload } from './support/lake.ts';
import { ndjson, sale, sales } from './support/sales.ts';

const hostile = '<script>alert("&")</script>';

it('a batch leaves its report as JSON and as a page, whatever its data is called', async () => {
  const lake = newLake();
  upload(
    lake,
    `${hostile.replaceAll('/', '')}.json`,
    ndjson([...sales(3), sale({ [hostile]: hostile, category: hostile, date: '' })]),
  );
  upload(lake, 'b.json', ndjson([sale({ transaction_id: 'B', [hostile]: 1, payment_method: hostile })]));
  const [report] = (await run(lake)).batches;
  const keys = runKeys(report!.batchId);

  const json = JSON.parse(readFileSync(join(lake, keys.reportJson), 'utf8'));
  expect(json).toEqual(JSON.parse(JSON.stringify(reportJson(report!))));
  expect(json).toMatchObject({ read: 5, loaded: 4, totalAmountCents: 15_992, totalAmount: '159.92' });

  const html = readFileSync(join(lake, keys.reportHtml), 'utf8');
  expect(html).not.toContain('<script');
  expect(html).toContain('&#60;script&#62;alert(&#34;&#38;&#34;)');
  expect(html).toContain('<strong>5</strong> rows read = 4 loaded + 1 quarantined + 0 duplicates.');
  for (const part of ['missing_date', 'payment_method', 'raw/sales/b.json', '<strong>159.92</strong>'])
    expect(html).toContain(part);
});

it('a report as JSON holds cents as a number where that is exact, else as text', () => {
  expect(jsonOf(9_007_199_254_740_991n)).toEqual({
    totalAmountCents: 9_007_199_254_740_991,
    totalAmount: '90071992547409.91',
  });
  expect(jsonOf(9_007_199_254_740_993n)).toEqual({
    totalAmountCents: '9007199254740993',
    totalAmount: '90071992547409.93',
  });
  expect(jsonOf(-5n)).toEqual({ totalAmountCents: -5, totalAmount: '-0.05' });
});

function jsonOf(totalAmountCents: bigint) {
  return reportJson({ totalAmountCents } as BatchReport);
}

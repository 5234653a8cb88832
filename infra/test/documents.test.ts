import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { staleDocuments } from '../src/documents/generated.ts';
import { environmentNames } from '../src/environment.ts';
import { resourcesOf, templateJson } from './support/templates.ts';

const runbook = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');

describe('the documents', () => {
  it('show what the templates hold; `pnpm --filter @sales/infra documents` writes them anew', () => {
    expect(staleDocuments(inject('assembly'), false)).toEqual([]);
  });

  it('tell of each alarm what it means, and of no other', () => {
    const headings = [...runbook.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading!);
    for (const environment of environmentNames) {
      const alarms = resourcesOf(templateJson(environment, 'pipeline'), 'AWS::CloudWatch::Alarm').map(
        ([, { Properties }]) => String(Properties.AlarmName).replace(`sales-${environment}-`, ''),
      );
      expect(headings.toSorted()).toEqual(alarms.toSorted());
    }
  });
});

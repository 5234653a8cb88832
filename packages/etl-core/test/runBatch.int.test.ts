import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import {
  type BatchReport,
  claimObjects,
  type Manifest,
  type PipelineEvent,
  runBatch,
  runPipeline,
  salesPipeline,
} from '../src/index.ts';
import { unreachable, withoutWarehouse } from './support/brokenWarehouse.ts';
import { filesOf, newLake, onLake, run, upload } from './support/lake.ts';
import { ndjson, sale, sales } from './support/sales.ts';
import { tablesOf } from './support/tables.ts';

const rows = ndjson([...sales(3), sale({ transaction_id: 'T0', city: 'Lisboa' }), 'no row']);

function claim(lake: string, fence = 1) {
  return onLake(lake, claimObjects(salesPipeline, fence));
}

function runOne(lake: string, manifest: Manifest, fence = 1, onEvent?: (event: PipelineEvent) => void) {
  const options = { pipeline: salesPipeline, fence, ...(onEvent === undefined ? {} : { onEvent }) };
  return onLake(lake, runBatch(manifest, options));
}

/** Publishes a batch that is not loaded. */
async function publish(lake: string): Promise<void> {
  const program = runPipeline({ pipeline: salesPipeline }).pipe(Effect.provide(withoutWarehouse(lake)));
  await expect(Effect.runPromise(program)).rejects.toBe(unreachable);
}

/** What a report says but for when, and in which run. */
function lasting(report: BatchReport) {
  return { ...report, seconds: undefined, finishedAt: undefined, alreadyLoaded: undefined };
}

describe('claiming', () => {
  it('gives a manifest of all that is new, and the same set of objects another attempt', async () => {
    const lake = newLake();
    expect(await claim(lake)).toEqual({ unloaded: [], fresh: undefined, ignored: [] });
    upload(lake, 'b.json', rows, 2000);
    upload(lake, 'a.json', rows, 1000);
    upload(lake, 'c.txt', rows);
    const { fresh, unloaded, ignored } = await claim(lake);
    expect(fresh).toMatchObject({
      attempt: 1,
      objects: [{ key: 'raw/sales/a.json' }, { key: 'raw/sales/b.json' }],
    });
    expect([unloaded, ignored]).toEqual([[], ['raw/sales/c.txt']]);

    const again = (await claim(lake)).fresh!;
    expect(again).toMatchObject({ attempt: 2, digest: fresh!.digest, ingestDate: fresh!.ingestDate });
    expect(again.batchId).not.toBe(fresh!.batchId);
  });

  it('abandons a batch that was not published, so that its writer cannot publish it any more', async () => {
    const lake = newLake();
    upload(lake, 'a.json', rows);
    const slow = (await claim(lake)).fresh!;
    await claim(lake, 2);
    await expect(runOne(lake, slow)).rejects.toMatchObject({
      _tag: 'BatchGivenUp',
      batchId: slow.batchId,
      message: expect.stringMatching(/^Batch \S+ was abandoned, .* Run the pipeline again: .*\.$/),
    });
    expect(filesOf(lake).filter((path) => path.includes(`batch=${slow.batchId}`))).toEqual([]);
    expect((await run(lake)).batches).toMatchObject([{ loaded: 3, attempt: 3 }]);
  });

  it('leaves a published batch to be loaded, and takes only what came after it', async () => {
    const lake = newLake();
    upload(lake, 'a.json', rows);
    await publish(lake);
    upload(lake, 'b.json', ndjson([sale({ transaction_id: 'B' })]));
    const { unloaded, fresh } = await claim(lake, 9);
    expect(unloaded).toMatchObject([{ objects: [{ key: 'raw/sales/a.json' }] }]);
    expect(fresh).toMatchObject({ objects: [{ key: 'raw/sales/b.json' }] });
    expect((await run(lake)).batches).toMatchObject([{ read: 5 }, { read: 1 }]);
  });
});

describe('running a batch again', () => {
  it('after success changes nothing and gives the same report', async () => {
    const lake = newLake();
    upload(lake, 'a.json', rows);
    const manifest = (await claim(lake)).fresh!;
    const report = await runOne(lake, manifest);
    const [before, files] = [await tablesOf(lake), filesOf(lake)];

    const events: PipelineEvent[] = [];
    const again = await runOne(lake, manifest, 2, (event) => void events.push(event));
    expect(again).toEqual({ ...report, alreadyLoaded: true });
    expect(events.map(({ type }) => type)).toEqual(['batch-started', 'batch-finished']);
    expect(await tablesOf(lake)).toEqual(before);
    expect(filesOf(lake)).toEqual(files);
  });

  it('after its files failed says that it was given up, and why', async () => {
    const lake = newLake();
    upload(lake, 'a.json', '[');
    const manifest = (await claim(lake)).fresh!;
    await expect(runOne(lake, manifest)).rejects.toMatchObject({ _tag: 'SourceUnreadable' });
    await expect(runOne(lake, manifest)).rejects.toMatchObject({
      _tag: 'BatchGivenUp',
      batchId: manifest.batchId,
      message: expect.stringMatching(
        /^Batch \S+ failed, .*a\.json cannot be read.* Run the pipeline again: .*\.$/,
      ),
    });
  });

  it('after its loading failed loads it as it was published, with all that was counted', async () => {
    const [lake, undisturbed] = [newLake(), newLake()];
    // Names that JavaScript's own objects have, too.
    const odd = rows
      .replaceAll('"city"', '"__proto__":{"x":1},"constructor":2,"city"')
      .replaceAll('Toys', '__proto__');
    for (const each of [lake, undisturbed])
      upload(each, 'a.json', odd.replaceAll('"Electronics"', '"__proto__"'));
    await publish(lake);
    const events: PipelineEvent[] = [];
    const { batches } = await run(lake, [], { onEvent: (event) => void events.push(event) });
    expect(events.map((event) => ('stage' in event ? `${event.type} ${event.stage}` : event.type))).toEqual([
      'batch-started',
      'stage-started load',
      'stage-finished load',
      'batch-finished',
    ]);
    expect(events[0]).toMatchObject({ resumed: true });
    const { drift } = batches[0]!;
    expect(Object.keys(drift.extraFields)).toEqual(['__proto__', 'constructor']);
    expect(Object.entries(drift.unknownValues['category']!)).toEqual([['__proto__', 4]]);
    expect(lasting(batches[0]!)).toEqual(lasting((await run(undisturbed)).batches[0]!));
    expect(await tablesOf(lake)).toEqual(await tablesOf(undisturbed));
  });

  it('is refused when a later holder of the lock has loaded already', async () => {
    const lake = newLake();
    upload(lake, 'a.json', rows);
    await runOne(lake, (await claim(lake)).fresh!, 7);
    upload(lake, 'b.json', ndjson([sale({ transaction_id: 'B' })]));
    const next = (await claim(lake, 8)).fresh!;
    await expect(runOne(lake, next, 3)).rejects.toMatchObject({ _tag: 'WarehouseError', reason: 'Fenced' });
    expect(await runOne(lake, next, 8)).toMatchObject({ loaded: 1 });
  });
});

describe('a lake whose own documents were damaged', () => {
  it('names the state that cannot be used, and goes on when it is removed', async () => {
    const lake = newLake();
    upload(lake, 'a.json', rows);
    await publish(lake);
    const state = filesOf(lake).find((path) => path.endsWith('state.json'))!;
    const path = join(lake, state);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"factRows"', '"rowsOfFacts"'));
    await expect(run(lake)).rejects.toMatchObject({
      _tag: 'LakeError',
      reason: 'Corrupt',
      key: state,
      message: `"${state}" cannot be used: "details.factRows" is not as a run writes it (Invalid input: expected number, received undefined). Remove it and run again: the batch is made anew.`,
    });
    rmSync(path);
    expect((await run(lake)).batches).toMatchObject([{ read: 5, loaded: 3, attempt: 2 }]);
  });

  it.each(['runs/*/manifest.json', 'runs/*/state.json', 'ledger/*.json', 'locks/sales.json'])(
    'names %s when it is cut off',
    async (pattern) => {
      const lake = newLake();
      upload(lake, 'a.json', rows);
      await run(lake);
      const [folder, name] = pattern.split('*');
      const key = filesOf(lake).find((path) => path.startsWith(folder!) && path.endsWith(name ?? ''))!;
      writeFileSync(join(lake, key), readFileSync(join(lake, key)).subarray(0, 40));
      await expect(run(lake)).rejects.toMatchObject({
        _tag: 'LakeError',
        reason: 'Corrupt',
        key,
        message: expect.stringMatching(/^".*" cannot be used: it is not JSON .*\.$/),
      });
    },
  );
});

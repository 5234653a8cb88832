import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import { expect, test } from 'vitest';
import { generate, type Progress, WriteError } from '../src/index.ts';

test('the folder holds the files and the truth, and nothing else', async () => {
  const folder = join(temporaryFolder(), 'deep', 'down');
  const { files, truthPath } = await generate(folder, { seed: 1, rows: 50, files: 2 });
  expect(readdirSync(folder).sort()).toEqual(['_truth', 'sales-00000.json', 'sales-00001.json']);
  expect(files).toEqual([join(folder, 'sales-00000.json'), join(folder, 'sales-00001.json')]);
  expect(truthPath).toBe(join(folder, '_truth', 'truth.json'));
});

test('a generation takes the place of the one before it, and leaves other files alone', async () => {
  const folder = temporaryFolder();
  await generate(folder, { seed: 1, rows: 50, files: 3, compression: 'gzip' });
  writeFileSync(join(folder, 'sales-of-mine.json'), '');
  await generate(folder, { seed: 1, rows: 50 });
  expect(readdirSync(folder).sort()).toEqual(['_truth', 'sales-00000.json', 'sales-of-mine.json']);
});

test.for(['none', 'gzip', 'zstd'] as const)(
  'nothing stays behind of a stopped generation (%s)',
  async (compression) => {
    const folder = temporaryFolder();
    const controller = new AbortController();
    const stopped = generate(folder, {
      seed: 1,
      sizeBytes: 50_000_000,
      compression,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
    expect(readdirSync(folder)).toEqual([]);
  },
);

test('the remains of a generation that was killed are cleared away', async () => {
  const folder = temporaryFolder();
  await generate(folder, { seed: 1, rows: 5 });
  mkdirSync(join(folder, '.generating'));
  writeFileSync(join(folder, '.generating', 'sales-00000.json'), 'half a f');
  await generate(folder, { seed: 1, rows: 5 });
  expect(existsSync(join(folder, '.generating'))).toBe(false);
});

test('a path that is a file is refused in one sentence', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  const refused = generate(file, { seed: 1, rows: 5 });
  await expect(refused).rejects.toThrow(WriteError);
  await expect(refused).rejects.toThrow(`${file} is a file, or lies below one: choose the path of a folder.`);
});

test('a full disk is told in one sentence that says what to do', () => {
  const cause = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    syscall: 'write',
  });
  expect(new WriteError('/data', cause).message).toBe(
    'The disk of /data is full: what was written is removed again; free some space, or ask for less with --size or --rows.',
  );
});

test('progress rises to what was asked for', async () => {
  const seen: Progress[] = [];
  const { bytes, rows } = await generate(temporaryFolder(), {
    seed: 1,
    sizeBytes: 5_000_000,
    files: 2,
    onProgress: (progress) => seen.push(progress),
  });
  expect(seen.length).toBeGreaterThan(4);
  expect(seen.map((progress) => progress.bytes)).toEqual(
    seen.map((progress) => progress.bytes).sort((a, b) => a - b),
  );
  expect(seen.at(-1)).toEqual({ bytes, rows, totalBytes: 5_000_000 });
});

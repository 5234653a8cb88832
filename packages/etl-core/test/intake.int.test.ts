import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@sales/test-kit';
import { describe, expect, it } from 'vitest';
import { newLake, run, upload } from './support/lake.ts';
import { ndjson, sales } from './support/sales.ts';

const rows = ndjson(sales(2));

describe('taking files in', () => {
  it('keeps a folder’s paths, and passes over what is hidden or no data', async () => {
    const folder = temporaryFolder();
    for (const name of [
      'a.json',
      'deep/er/b.ndjson',
      '_truth/c.json',
      '.hidden/d.json',
      'deep/.e.json',
      'f.csv',
      'a.json.crc',
    ])
      write(join(folder, name), rows);
    const { intake, ignored } = await run(newLake(), [folder]);
    expect(intake).toEqual({ stored: ['raw/sales/a.json', 'raw/sales/deep/er/b.ndjson'], unchanged: [] });
    expect(ignored).toEqual([]);
  });

  it('takes a file’s name from its path, and the same file once', async () => {
    const path = write(join(temporaryFolder(), 'deep/a.json'), rows);
    const { intake } = await run(newLake(), [path, join(path, '../../deep/a.json'), join(path, '..')]);
    expect(intake.stored).toEqual(['raw/sales/a.json']);
  });

  it('refuses two files that would become one object, and takes in neither', async () => {
    const [one, other] = [temporaryFolder(), temporaryFolder()];
    for (const folder of [one, other]) write(join(folder, 'a.json'), rows);
    const lake = newLake();
    await expect(run(lake, [one, other])).rejects.toMatchObject({
      _tag: 'InputUnusable',
      message: expect.stringMatching(
        /a\.json" and ".*a\.json" would both become raw\/sales\/a\.json; rename one/,
      ),
    });
    expect((await run(lake)).batches).toEqual([]);
  });

  it('reads through links, to files and to folders, but not in circles', async () => {
    const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()];
    write(join(elsewhere, 'a.json'), rows);
    symlinkSync(join(elsewhere, 'a.json'), join(folder, 'link.json'));
    symlinkSync(elsewhere, join(folder, 'linked'));
    symlinkSync(folder, join(elsewhere, 'back'));
    const { intake } = await run(newLake(), [folder]);
    expect(intake.stored).toEqual(['raw/sales/link.json', 'raw/sales/linked/a.json']);
  });

  it('names the link that leads nowhere, not the folder that it is in', async () => {
    const folder = temporaryFolder();
    write(join(folder, 'a.json'), rows);
    symlinkSync(join(folder, 'gone'), join(folder, 'b.json'));
    await expect(run(newLake(), [folder])).rejects.toMatchObject({
      _tag: 'InputUnusable',
      path: join(folder, 'b.json'),
      message: `"${join(folder, 'b.json')}" does not exist; check the path.`,
    });
  });

  it.skipIf(process.platform === 'win32')('refuses a pipe, which it could not read twice', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'pipe.json');
    execFileSync('mkfifo', [path]);
    for (const input of [path, folder])
      await expect(run(newLake(), [input], { signal: AbortSignal.timeout(2000) })).rejects.toMatchObject({
        _tag: 'InputUnusable',
        message: `"${path}" is neither a file nor a folder; name a file or a folder.`,
      });
  });
});

describe('taking files in from around the lake', () => {
  it('passes over the lake in the folder, with all that it wrote itself', async () => {
    const folder = temporaryFolder();
    const lake = join(folder, 'lake');
    write(join(folder, 'a.json'), `${rows}no row\n`);
    expect((await run(lake, [folder])).intake.stored).toEqual(['raw/sales/a.json']);
    const { intake, batches } = await run(lake, [folder]);
    expect(intake).toEqual({ stored: [], unchanged: ['raw/sales/a.json'] });
    expect(batches).toEqual([]);
  });

  it('refuses the lake itself and what it keeps beside the raw files', async () => {
    const lake = newLake();
    upload(lake, 'a.json', `${rows}no row\n`);
    await run(lake);
    const link = join(temporaryFolder(), 'link');
    symlinkSync(lake, link);
    for (const input of [lake, link, join(lake, 'quarantine'), join(lake, 'raw')]) {
      await expect(run(lake, [input])).rejects.toMatchObject({
        _tag: 'InputUnusable',
        path: input,
        message: expect.stringMatching(
          /^".*" belongs to the lake; leave it out: what lies in .*raw\/sales is found without being named\.$/,
        ),
      });
    }
  });

  it('leaves objects of the lake where they are, by whatever path they are named', async () => {
    const lake = newLake();
    const path = upload(lake, 'deep/a.json', rows);
    const link = join(temporaryFolder(), 'link');
    symlinkSync(lake, link);
    for (const input of [
      path,
      join(path, '..'),
      join(lake, 'raw/sales'),
      join(link, 'raw/sales/deep/a.json'),
      join(link, 'raw/sales'),
    ])
      expect((await run(lake, [input])).intake).toEqual({ stored: [], unchanged: ['raw/sales/deep/a.json'] });
  });
});

function write(path: string, content: string): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

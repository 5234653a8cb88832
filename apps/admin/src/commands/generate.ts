import type { Generated, GenerateOptions } from '@sales/generator';
import { Clock, Effect, Option } from 'effect';
import { Command, Flag } from 'effect/cli';
import { abortable } from '../abortable.ts';
import { GenerationFailed, UsageError } from '../errors.ts';
import { countFlag, jsonFlag, shareFlag } from '../flags.ts';
import { shellWord, suggest } from '../launcher.ts';
import { generator } from '../modules.ts';
import { print } from '../output.ts';
import type { Page } from '../render/page.ts';
import { type Progress, withProgress } from '../render/progress.ts';
import { renderBytes, renderCount, renderOf, renderSeconds } from '../render/quantity.ts';

/** `sales generate`: writes synthetic sales and the truth about them. */
export const generate = Command.make(
  'generate',
  {
    out: Flag.String('out').pipe(
      Flag.withAlias('o'),
      Flag.withMetavar('folder'),
      Flag.withDescription('The folder to write to; made when it is not there'),
    ),
    size: Flag.String('size').pipe(
      Flag.withMetavar('size'),
      Flag.withDescription('How much text, such as 50MB, 1.5GB or 64MiB (default: 50MB)'),
      Flag.optional,
    ),
    rows: countFlag('rows', 0).pipe(Flag.withDescription('How many rows, instead of a size'), Flag.optional),
    seed: countFlag('seed', 0).pipe(
      Flag.withDescription('The same seed and options give the same bytes (default: 1)'),
      Flag.withDefault(1),
    ),
    files: countFlag('files', 1).pipe(
      Flag.withDescription('Over how many files the rows are spread (default: 1)'),
      Flag.withDefault(1),
    ),
    mess: shareFlag('mess').pipe(
      Flag.withDescription('The share of rows with dirt, 0 to 1 (default: 0.05; hostile: 0.3)'),
      Flag.optional,
    ),
    compat: Flag.Boolean('compat').pipe(
      Flag.withoutNegation,
      Flag.withDescription('The classic data set: 8-digit ids that collide, and only its own dirt'),
      Flag.withDefault(false),
    ),
    shape: Flag.Literals('shape', ['plain', 'hostile']).pipe(
      Flag.withDescription('hostile: shuffled keys, odd spacing and escapes, names beyond ASCII'),
      Flag.withDefault('plain'),
    ),
    format: Flag.Literals('format', ['ndjson', 'array']).pipe(
      Flag.withDescription('One object a line, or one array a file'),
      Flag.withDefault('ndjson'),
    ),
    compression: Flag.Literals('compression', ['none', 'gzip', 'zstd']).pipe(
      Flag.withDescription('How the files are compressed'),
      Flag.withDefault('none'),
    ),
    json: jsonFlag,
  },
  Effect.fn(function* ({ out, json, size, rows, mess, ...rest }) {
    const messRatio = Option.getOrUndefined(mess);
    const rowCount = Option.getOrUndefined(rows);
    const sizeText = Option.getOrUndefined(size) ?? (rowCount === undefined ? '50MB' : undefined);
    const startedAt = yield* Clock.currentTimeMillis;
    const generated = yield* withProgress(json, (progress) =>
      generateInto(out, progress, {
        ...rest,
        ...(sizeText === undefined ? {} : { size: sizeText }),
        ...(rowCount === undefined ? {} : { rows: rowCount }),
        ...(messRatio === undefined ? {} : { messRatio }),
      }),
    );
    const seconds = ((yield* Clock.currentTimeMillis) - startedAt) / 1000;
    yield* print({
      json,
      value: () => generatedJson(generated, out, seconds),
      text: (page) => renderGenerated(page, generated, out, seconds),
    });
  }),
).pipe(
  Command.withDescription('Write synthetic sales, and the truth about them to check a run against'),
  Command.withExamples([
    { command: 'sales generate --out data', description: '50 MB, a twentieth of the rows dirty' },
    { command: 'sales generate --size 1GB --files 8 --compression gzip --out data' },
    { command: 'sales generate --rows 1000 --shape hostile --seed 7 --out data' },
  ]),
);

/** Generates into a folder, with a line of progress. A size is given as text. */
export const generateInto = Effect.fnUntraced(function* (
  folder: string,
  progress: Progress,
  options: Omit<GenerateOptions, 'sizeBytes' | 'onProgress' | 'signal'> & { readonly size?: string },
) {
  const { generate, OptionError, parseSize } = yield* generator;
  const { size, ...rest } = options;
  progress.begin('Generating');
  return yield* abortable(
    async (signal) =>
      generate(folder, {
        ...rest,
        ...(size === undefined ? {} : { sizeBytes: parseSize(size) }),
        signal,
        onProgress: ({ bytes, rows, totalBytes }) =>
          progress.advance({
            ...(totalBytes === undefined && rest.rows !== undefined
              ? { unit: 'rows', done: rows, total: rest.rows }
              : { unit: 'bytes', done: bytes, ...(totalBytes === undefined ? {} : { total: totalBytes }) }),
            rows,
          }),
      }),
    (error) => {
      const message = error instanceof Error ? error.message : String(error);
      return error instanceof OptionError
        ? new UsageError({ message, cause: error })
        : new GenerationFailed({ message, cause: error });
    },
  );
});

function generatedJson(generated: Generated, folder: string, seconds: number): unknown {
  const { truth, ...rest } = generated;
  return { folder, ...rest, total: truth.total, seconds };
}

function renderGenerated(
  { style }: Page,
  { files, rows, bytes, truth, truthPath }: Generated,
  folder: string,
  seconds: number,
): readonly string[] {
  const { accepted, rejected } = truth.total;
  return [
    style.bold(`Wrote ${renderOf(rows, 'row')}, ${renderBytes(bytes)}, in ${renderSeconds(seconds)}`),
    `  ${renderCount(accepted)} of them are clean, ${renderCount(rejected)} must be refused`,
    `  files  ${files.length === 1 ? files[0]! : `${files[0]!} … ${files.at(-1)!} (${renderOf(files.length, 'file')})`}`,
    `  truth  ${truthPath}`,
    '',
    `Next: ${style.cyan(suggest(`run ${shellWord(folder)}`))}`,
  ];
}

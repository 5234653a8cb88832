import { Option } from 'effect';
import { Flag } from 'effect/cli';
import { cloudLake } from './cloud/address.ts';

/** An environment on AWS, such as `dev`; it stands for a lake where one is asked for. */
const environmentFlag = Flag.String('env').pipe(
  Flag.withAlias('e'),
  Flag.withMetavar('name'),
  Flag.withDescription('An environment on AWS instead, such as dev'),
  Flag.filterMap(
    (name) => (/^[a-z][a-z0-9-]*$/.test(name) ? Option.some(cloudLake(name)) : Option.none()),
    () => 'the name of an environment, such as dev',
  ),
);

/** The folder that is the lake, or an environment on AWS. */
export const lakeFlag = Flag.String('lake').pipe(
  Flag.withAlias('l'),
  Flag.withMetavar('folder'),
  Flag.withDescription('The folder that is the lake (default: ./lake)'),
  Flag.orElse(() => environmentFlag),
  Flag.withDefault('./lake'),
);

/** What cleans and models a batch. */
export const engineFlag = Flag.Literals('engine', ['node', 'spark']).pipe(
  Flag.withDescription(
    'What cleans and models: node, in this process, or spark, on a local Spark with the jobs of Glue',
  ),
  Flag.withDefault('node'),
);

/** One JSON document instead of text. */
export const jsonFlag = Flag.Boolean('json').pipe(
  Flag.withoutNegation,
  Flag.withDescription('Print one JSON document to standard output, errors too'),
  Flag.withDefault(false),
);

/** An exit code for rows that were refused. */
export const strictFlag = Flag.Boolean('strict').pipe(
  Flag.withoutNegation,
  Flag.withDescription('End with exit code 3 when a row was refused'),
  Flag.withDefault(false),
);

/** A whole number from `least` on. */
export function countFlag(name: string, least: number): Flag.Flag<number> {
  return Flag.String(name).pipe(
    Flag.withMetavar('n'),
    Flag.filterMap(
      (text) => {
        const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
        return Number.isSafeInteger(value) && value >= least ? Option.some(value) : Option.none();
      },
      () => `a whole number from ${least}`,
    ),
  );
}

/** A share, 0 to 1. */
export function shareFlag(name: string): Flag.Flag<number> {
  return Flag.String(name).pipe(
    Flag.withMetavar('share'),
    Flag.filterMap(
      (text) => {
        const value = /^(?:\d+(?:\.\d+)?|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
        return value >= 0 && value <= 1 ? Option.some(value) : Option.none();
      },
      () => 'a share from 0 to 1, such as 0.05',
    ),
  );
}

import { type Engine, engines, environmentNames } from '@sales/workflow';
import { Config, Option } from 'effect';

const names = environmentNames;
const mebibyte = 1024 * 1024;

/** What every handler needs to know: where the lake is, what is in it, and what the environment is called. */
export const lakeSettings = Config.all({
  bucket: Config.NonEmptyString(names.lakeBucket),
  environment: Config.NonEmptyString(names.environment),
});

/** The name of the contract that the environment is for. */
export const dataSetSetting = Config.String(names.dataSet).pipe(Config.withDefault('sales'));

/** Above which size a batch is for Glue, if at all. */
export const engineSettings = Config.all({
  engine: Config.Literals(engines, names.engine).pipe(Config.withDefault('lambda' satisfies Engine)),
  glueAboveBytes: Config.Int(names.glueAboveBytes).pipe(Config.withDefault(50 * 1024 * mebibyte)),
});

export const rangeSettings = Config.all({
  rangeBytes: Config.Int(names.cleanRangeBytes).pipe(Config.withDefault(128 * mebibyte)),
});

export const catalogSettings = Config.all({
  /** Undefined where the environment has none. */
  crawler: optional(names.crawlerName),
  database: optional(names.glueDatabase),
});

export const executionSettings = Config.all({
  stateMachineArn: Config.NonEmptyString(names.stateMachineArn),
});

export const freshnessSettings = Config.all({
  hours: Config.Number(names.freshnessHours).pipe(Config.withDefault(26)),
});

export const messageSettings = Config.all({
  partialAbove: Config.Number(names.partialAbove).pipe(Config.withDefault(0.1)),
});

/** A variable that may be absent or empty. */
export function optional(name: string): Config.Config<string | undefined> {
  return Config.option(Config.String(name)).pipe(
    Config.map((found) => Option.getOrUndefined(Option.filter(found, (text) => text !== ''))),
  );
}

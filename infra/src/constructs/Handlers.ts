import {
  type EnvironmentName,
  environmentOf,
  type HandlerName,
  handlerNames,
  handlerSizes,
} from '@sales/workflow';
import { Construct } from 'constructs';
import { Handler } from './Handler.ts';
import type { HandlersProps } from './HandlersProps.ts';

/** What each does, as its description in the console says. */
const DESCRIPTIONS: Readonly<Record<HandlerName, string>> = {
  intake: 'Makes batches of new files, and starts them.',
  claim: 'Looks where a batch stands.',
  catalog: 'Starts the crawler, and looks whether it is done.',
  plan: 'Chooses the engine of a batch, and plans its work.',
  clean: 'Cleans one range of the files of a batch.',
  model: 'Makes the fact and the dimensions of a batch.',
  load: 'Loads a batch into the warehouse.',
  notify: 'Tells people what became of a batch.',
  watch: 'Tells people when nothing was loaded for long.',
};

/** The functions of the pipeline. */
export class Handlers extends Construct {
  readonly byName: Readonly<Record<HandlerName, Handler>>;

  constructor(scope: Construct, id: string, props: HandlersProps) {
    super(scope, id);
    const { prefix, bundleOf, environment, grants, key, logDays } = props;
    this.byName = Object.fromEntries(
      handlerNames.map((name) => [
        name,
        new Handler(this, name, {
          prefix,
          name,
          description: DESCRIPTIONS[name],
          bundle: bundleOf(name),
          ...handlerSizes[name],
          environment: valuesOf(environmentOf[name], environment),
          grants: grants[name],
          isCalledByEvents: name === 'notify' || name === 'watch',
          key,
          logDays,
        }),
      ]),
    ) as Record<HandlerName, Handler>;
  }
}

function valuesOf(
  names: readonly EnvironmentName[],
  values: Readonly<Partial<Record<EnvironmentName, string>>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = values[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

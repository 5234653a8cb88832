import { renderWorkflow, type State, type StateMachine, stepNames, type StepName } from '../src/index.ts';

const functionArns = Object.fromEntries(
  stepNames.map((step) => [step, `arn:aws:lambda:eu-central-1:123456789012:function:sales-${step}`]),
) as Readonly<Record<StepName, string>>;

const options = { functionArns, lakeBucket: 'lake', contractVersion: 1, concurrency: 40 };

/** The definition as it is without Glue, and with it. */
export const workflows: readonly (readonly [string, StateMachine])[] = [
  ['without Glue', renderWorkflow(options)],
  [
    'with Glue',
    renderWorkflow({
      ...options,
      glueJobs: {
        rawToSilver: 'raw-to-silver',
        silverToGold: 'silver-to-gold',
        goldToRedshift: 'gold-to-redshift',
      },
    }),
  ],
];

export { options };

/** A machine's states and those of its Maps, each level by itself: names are unique over all of them. */
export function levelsOf({ StartAt, States }: Pick<StateMachine, 'StartAt' | 'States'>): readonly {
  readonly start: string;
  readonly states: Readonly<Record<string, State>>;
}[] {
  const inner = Object.values(States).flatMap((state) =>
    state.Type === 'Map' ? levelsOf(state.ItemProcessor) : [],
  );
  return [{ start: StartAt, states: States }, ...inner];
}

/** All states of a machine by name. */
export function statesOf(machine: StateMachine): Readonly<Record<string, State>> {
  return Object.assign({}, ...levelsOf(machine).map(({ states }) => states)) as Record<string, State>;
}

/** Where a state may go. */
export function nextOf(state: State): readonly string[] {
  const next: string[] = [];
  if ('Next' in state) next.push(state.Next);
  if (state.Type === 'Choice') next.push(...state.Choices.map(({ Next }) => Next), state.Default);
  if (state.Type === 'Task' || state.Type === 'Map')
    next.push(...(state.Catch ?? []).map(({ Next }) => Next));
  return next;
}

/** The fields of each kind of state that the interpreter gives their meaning. */
const fields: Readonly<Record<string, readonly string[]>> = {
  Task: ['Resource', 'Parameters', 'ResultSelector', 'ResultPath', 'TimeoutSeconds', 'Retry', 'Catch'],
  Map: [
    'Label',
    'ItemReader',
    'ItemSelector',
    'MaxConcurrency',
    'ToleratedFailurePercentage',
    'ItemProcessor',
    'ResultPath',
    'Retry',
    'Catch',
  ],
  Choice: ['Choices', 'Default'],
  Wait: ['Seconds'],
  Fail: ['Error', 'Cause', 'ErrorPath', 'CausePath'],
  Pass: [],
  Succeed: [],
};

const everywhere = ['Type', 'Comment', 'Next', 'End'];

interface Level {
  readonly States: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Throws for a definition that uses what the interpreter would pass over: a run of it would prove nothing. */
export function assertKnown({ States }: Level): void {
  for (const [name, state] of Object.entries(States)) {
    const known = fields[String(state['Type'])];
    if (known === undefined)
      throw new Error(`State ${name} is a ${String(state['Type'])}, which is not known here.`);
    for (const field of Object.keys(state)) {
      if (!known.includes(field) && !everywhere.includes(field)) {
        throw new Error(`State ${name} has the field ${field}, which is not known here.`);
      }
    }
    if (state['Type'] === 'Map') assertKnown(state['ItemProcessor'] as Level);
  }
}

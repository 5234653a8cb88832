import { parseSync, Visitor } from 'oxc-parser';

/** The only folders of the libraries where a data set's field may be named: its contract and its star. */
const FIELD_HOMES = ['packages/schema/src/contracts/', 'packages/schema/src/stars/'] as const;

/**
 * Lists the fields that a contract file declares: the keys of `fields` in its `defineContract({...})`.
 * One-word names such as `date` or `city` are words of their own in any code and are left out.
 */
export function contractFieldNames(path: string, text: string): string[] {
  const names: string[] = [];
  new Visitor({
    CallExpression: (call) => {
      const options = call.arguments[0];
      if (
        text.slice(call.callee.start, call.callee.end) !== 'defineContract' ||
        options?.type !== 'ObjectExpression'
      ) {
        return;
      }
      for (const property of options.properties) {
        if (
          property.type === 'Property' &&
          keyOf(property.key) === 'fields' &&
          property.value.type === 'ObjectExpression'
        ) {
          for (const field of property.value.properties) {
            const name = field.type === 'Property' ? keyOf(field.key) : undefined;
            if (name?.includes('_')) {
              names.push(name);
            }
          }
        }
      }
    },
  }).visit(parseSync(path, text).program);
  return names;
}

/** Lists where a library's code names one of the fields outside of their homes. `path` is within the repository. */
export function fieldNameFaults(path: string, code: string, fieldNames: readonly string[]): string[] {
  if (
    fieldNames.length === 0 ||
    !/^packages\/[^/]+\/src\//.test(path) ||
    FIELD_HOMES.some((home) => path.startsWith(home))
  ) {
    return [];
  }
  // `missing_store_id` names the field as much as `store_id` does; `restore_ids` does not.
  const named = new RegExp(`(?<![a-zA-Z0-9])(?:${fieldNames.join('|')})(?![a-zA-Z0-9])`, 'g');
  return code
    .split('\n')
    .flatMap((line, index) =>
      Array.from(
        line.matchAll(named),
        ([name]) => `${path}:${index + 1} names the field ${name}: take it from the contract.`,
      ),
    );
}

function keyOf(key: {
  readonly type: string;
  readonly name?: unknown;
  readonly value?: unknown;
}): string | undefined {
  const name = key.type === 'Identifier' ? key.name : key.value;
  return typeof name === 'string' ? name : undefined;
}

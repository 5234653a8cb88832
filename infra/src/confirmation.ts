import { createInterface } from 'node:readline/promises';

/** Has a person type the environment's name before what cannot be undone. SALES_CONFIRM answers where nobody types. */
export async function confirm(
  name: string,
  given: string | undefined,
  streams: { readonly input: NodeJS.ReadStream; readonly output: NodeJS.WriteStream },
): Promise<boolean> {
  if (given !== undefined) return given === name;
  if (!streams.input.isTTY) return false;
  const lines = createInterface(streams);
  try {
    return (
      (await lines.question(
        `This removes ${name} with its lake and its warehouse. Type ${name} to go on: `,
      )) === name
    );
  } finally {
    lines.close();
  }
}

import type { RedshiftDataClient } from '@aws-sdk/client-redshift-data';

/**
 * Lets BIGINTs arrive as text.
 *
 * The service sends them as JSON numbers of up to 19 digits, and the SDK reads JSON with JSON.parse, which rounds them.
 * So they are put in quotes before: the SDK passes on a text where it expects a number.
 */
export function keepLongIntegers(client: RedshiftDataClient): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const output = await next(args);
      if (context['commandName'] !== 'GetStatementResultCommand') return output;
      const response = output.response as { body: AsyncIterable<Uint8Array>; readonly statusCode: number };
      if (response.statusCode !== 200) return output;
      const chunks: Uint8Array[] = [];
      for await (const chunk of response.body) chunks.push(chunk);
      const body = quoteLongIntegers(Buffer.concat(chunks).toString('utf8'));
      return { ...output, response: Object.assign(response, { body: Buffer.from(body) }) };
    },
    { step: 'deserialize', priority: 'low', name: 'keepLongIntegers' },
  );
}

/** Puts the numbers of `longValue` in quotes. Within a JSON text every quote is escaped, so none is found there. */
export function quoteLongIntegers(json: string): string {
  return json.replaceAll(/(?<!\\)"longValue"\s*:\s*(-?\d+)/g, '"longValue":"$1"');
}

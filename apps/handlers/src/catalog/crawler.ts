import {
  CrawlerRunningException,
  GetCrawlerCommand,
  GetTablesCommand,
  GlueClient,
  StartCrawlerCommand,
} from '@aws-sdk/client-glue';
import { Context, Effect, Layer } from 'effect';
import { type AwsError, awsError } from '../awsError.ts';
import { clientSettings } from '../clientSettings.ts';

/** A crawler as it stands. */
export interface CrawlerState {
  /** `READY` when it does nothing. */
  readonly state: string;
  /** Its last crawl, if it has made one. */
  readonly last:
    | { readonly status: string; readonly startedAtMs: number; readonly error: string | undefined }
    | undefined;
}

/** A table that the crawler found. */
export interface CrawledTable {
  readonly name: string;
  readonly location: string;
  readonly columns: readonly string[];
}

/** The account's Glue catalogue. */
export class Glue extends Context.Service<
  Glue,
  {
    readonly crawler: (name: string) => Effect.Effect<CrawlerState, AwsError>;
    /** Starts a crawl; one that runs already is fine. */
    readonly startCrawler: (name: string) => Effect.Effect<void, AwsError>;
    readonly tables: (database: string) => Effect.Effect<readonly CrawledTable[], AwsError>;
  }
>()('@sales/handlers/Glue') {
  static readonly layer = Layer.sync(Glue, () => glueOver(new GlueClient(clientSettings)));
}

function glueOver(client: GlueClient): Glue['Service'] {
  return Glue.of({
    crawler: (name) =>
      call(`look at the crawler ${name}`, async (abortSignal): Promise<CrawlerState> => {
        const { Crawler } = await client.send(new GetCrawlerCommand({ Name: name }), { abortSignal });
        const { Status, StartTime, ErrorMessage } = Crawler?.LastCrawl ?? {};
        const last =
          Status === undefined || StartTime === undefined
            ? undefined
            : { status: Status, startedAtMs: StartTime.getTime(), error: ErrorMessage };
        return { state: Crawler?.State ?? 'UNKNOWN', last };
      }),
    startCrawler: (name) =>
      call(`start the crawler ${name}`, async (abortSignal) => {
        try {
          await client.send(new StartCrawlerCommand({ Name: name }), { abortSignal });
        } catch (error) {
          if (!(error instanceof CrawlerRunningException)) throw error;
        }
      }),
    tables: (database) =>
      call(`list the tables of ${database}`, async (abortSignal) => {
        const tables: CrawledTable[] = [];
        let next: string | undefined;
        do {
          const page = await client.send(
            new GetTablesCommand({
              DatabaseName: database,
              ...(next === undefined ? {} : { NextToken: next }),
            }),
            { abortSignal },
          );
          for (const { Name = '', StorageDescriptor } of page.TableList ?? []) {
            const columns = (StorageDescriptor?.Columns ?? []).flatMap(({ Name }) => Name ?? []);
            tables.push({ name: Name, location: StorageDescriptor?.Location ?? '', columns });
          }
          next = page.NextToken;
        } while (next !== undefined);
        return tables;
      }),
  });
}

function call<A>(doing: string, send: (signal: AbortSignal) => Promise<A>) {
  return Effect.tryPromise({ try: send, catch: (cause) => awsError('Glue', doing, cause) });
}

import { ApiError } from '../redshift/errors.ts';
import { type Endpoint, serveJson } from '../redshift/server.ts';

/** A crawler of Glue's catalogue. */
export interface Crawler extends Endpoint {
  /** How many crawls were begun. */
  readonly crawls: () => number;
}

/** How the crawler works. */
export interface CrawlerOptions {
  readonly name: string;
  /** How long a crawl takes. */
  readonly crawlMs: number;
  /** Gives the tables there are; called at the end of a crawl. Throws to let the crawl fail. */
  readonly findTables: () => Promise<
    readonly { readonly name: string; readonly location: string; readonly columns: readonly string[] }[]
  >;
}

/** Serves one crawler on loopback, as its API shows it: READY, RUNNING, then READY with what became of the crawl. */
export async function startCrawlerService(options: CrawlerOptions): Promise<Crawler> {
  let crawls = 0;
  let isRunning = false;
  let last: { StartTime: number; Status: string; ErrorMessage?: string } | undefined;
  let tables: Awaited<ReturnType<CrawlerOptions['findTables']>> = [];

  const crawl = async (startedAtMs: number): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, options.crawlMs));
    // Glue keeps whole seconds.
    const StartTime = Math.floor(startedAtMs / 1000);
    try {
      tables = await options.findTables();
      last = { StartTime, Status: 'SUCCEEDED' };
    } catch (error) {
      last = { StartTime, Status: 'FAILED', ErrorMessage: String(error) };
    }
    isRunning = false;
  };
  const assertName = (Name: string): void => {
    if (Name !== options.name) throw new ApiError('EntityNotFoundException', `Crawler ${Name} not found.`);
  };

  const endpoint = await serveJson({
    GetCrawler: ({ Name }: { Name: string }) => {
      assertName(Name);
      return { Crawler: { Name, State: isRunning ? 'RUNNING' : 'READY', LastCrawl: last } };
    },
    StartCrawler: ({ Name }: { Name: string }) => {
      assertName(Name);
      if (isRunning) throw new ApiError('CrawlerRunningException', `Crawler ${Name} is already running.`);
      isRunning = true;
      crawls++;
      void crawl(Date.now());
      return {};
    },
    GetTables: () => ({
      TableList: tables.map(({ name, location, columns }) => ({
        Name: name,
        StorageDescriptor: { Location: location, Columns: columns.map((Name) => ({ Name, Type: 'string' })) },
      })),
    }),
  });
  return { ...endpoint, crawls: () => crawls };
}

import { readFileSync } from 'node:fs';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { emulatorRegion, startFaultProxy, startMoto } from '@sales/emulators';
import { type RedshiftOptions as EmulatorOptions, startRedshift } from '@sales/emulators/redshift';
import type { Star } from '@sales/schema';
import { type GoldFile, type LoadRequest, sqlName, type Warehouse, warehouseTables } from '@sales/warehouse';
import { Effect } from 'effect';
import { type RedshiftLoads, type RedshiftOptions, redshiftWarehouse } from '../../src/index.ts';

const bucket = 'lake';

/** Starts S3 and a Redshift that reads it, and points the SDK at both. */
export async function startRig(options: EmulatorOptions = {}) {
  const moto = await startMoto();
  const s3 = new S3Client({
    endpoint: moto.endpoint,
    region: emulatorRegion,
    credentials: { accessKeyId: 'emulator', secretAccessKey: 'emulator' },
    forcePathStyle: true,
  });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  Object.assign(process.env, moto.environment);
  const redshift = await startRedshift({ s3Endpoint: moto.endpoint, ...options });
  const proxy = await startFaultProxy(redshift);
  process.env['AWS_ENDPOINT_URL_REDSHIFT_DATA'] = proxy.endpoint;
  const put = async (url: string, body: string | Uint8Array): Promise<void> => {
    const Key = url.slice(`s3://${bucket}/`.length);
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: body }));
  };
  const warehouse: RedshiftOptions = {
    warehouse: { workgroup: 'sales' },
    database: 'sales',
    schema: 'star',
    copyRole: 'default',
    runsUrl: `s3://${bucket}/runs`,
    writeManifest: (url, body) => Effect.tryPromise({ try: () => put(url, body), catch: (cause) => cause }),
    pollMs: 20,
    callTimeoutMs: 2_000,
  };
  const upload = async (file: GoldFile): Promise<GoldFile> => {
    const url = `s3://${bucket}/gold/${file.url.split('/').at(-1)!}`;
    await put(url, readFileSync(file.url));
    return { ...file, url };
  };

  return {
    redshift,
    /** Lets calls of the Data API go wrong. */
    proxy,
    put,
    /** Brings a batch's local files to the bucket. */
    inBucket: async (request: LoadRequest): Promise<LoadRequest> => ({
      ...request,
      fact: await Promise.all(request.fact.map(upload)),
      dimensions: Object.fromEntries(
        await Promise.all(
          Object.entries(request.dimensions).map(async ([table, files]) => [
            table,
            await Promise.all(files.map(upload)),
          ]),
        ),
      ) as Record<string, GoldFile[]>,
    }),
    /** Runs a program against the warehouse, in a client of its own. */
    run: <A, E>(
      program: Effect.Effect<A, E, Warehouse | RedshiftLoads>,
      changes: Partial<RedshiftOptions> = {},
    ): Promise<A> =>
      Effect.runPromise(program.pipe(Effect.provide(redshiftWarehouse({ ...warehouse, ...changes })))),
    /** All rows of all tables, as sorted texts. */
    tables: async (star: Star, schema = 'star'): Promise<Record<string, string[]>> => {
      const tables: Record<string, string[]> = {};
      for (const { name, columns } of warehouseTables(star)) {
        const texts = columns.map((column) => `CAST(${sqlName(column.name)} AS TEXT)`).join(', ');
        const rows = await redshift.rows(`SELECT ${texts} FROM ${sqlName(schema)}.${sqlName(name)}`);
        tables[name] = rows.map((row) => JSON.stringify(row)).sort();
      }
      return tables;
    },
    stop: async (): Promise<void> => {
      s3.destroy();
      await proxy.stop();
      await redshift.stop();
      await moto.stop();
    },
  };
}

export type Rig = Awaited<ReturnType<typeof startRig>>;

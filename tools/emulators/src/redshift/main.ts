import { parseArgs } from 'node:util';
import { startRedshift } from './index.ts';

// Starts a Redshift stand-in, says in one line of JSON where it is, and runs until it is told to stop.
const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    port: { type: 'string' },
    database: { type: 'string' },
    warehouse: { type: 'string', multiple: true },
    's3-endpoint': { type: 'string' },
  },
});
const redshift = await startRedshift({
  ...(values.folder === undefined ? {} : { folder: values.folder }),
  ...(values.port === undefined ? {} : { port: Number(values.port) }),
  ...(values.database === undefined ? {} : { database: values.database }),
  ...(values.warehouse === undefined ? {} : { warehouses: values.warehouse }),
  ...(values['s3-endpoint'] === undefined ? {} : { s3Endpoint: values['s3-endpoint'] }),
});
console.log(JSON.stringify({ endpoint: redshift.endpoint }));
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void redshift.stop().then(() => process.exit(0));
  });

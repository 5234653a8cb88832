import { type RedshiftName, redshiftWarehouse } from '@sales/redshift';
import { environmentNames } from '@sales/workflow';
import { Config, Effect, Layer } from 'effect';
import * as z from 'zod';
import { administratorSettings } from '../administrator.ts';
import { lambdaHandler } from '../lambda.ts';
import { migrate } from './program.ts';

/** The warehouse as its administrator sees it. A migration copies nothing, so there is no role and no manifest. */
const layer = Layer.unwrap(
  Effect.gen(function* () {
    const { workgroup, cluster, database, administratorSecret } = yield* administratorSettings;
    const schema = yield* Config.NonEmptyString(environmentNames.redshiftSchema);
    const warehouse: RedshiftName = workgroup === undefined ? { cluster: cluster ?? '' } : { workgroup };
    return redshiftWarehouse({
      warehouse,
      database,
      schema,
      secretArn: administratorSecret,
      copyRole: 'default',
      runsUrl: 's3://unused/runs',
      writeManifest: () => Effect.die('A migration writes no manifest.'),
    });
  }),
);

export const handler = lambdaHandler({
  name: 'migrate',
  // A deployment calls it; what it is called with says nothing.
  input: z.unknown(),
  about: () => ({}),
  layer,
  program: migrate,
});

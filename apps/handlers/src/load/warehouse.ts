import { ObjectStore } from '@sales/lake';
import { type RedshiftName, redshiftWarehouse } from '@sales/redshift';
import { environmentNames } from '@sales/workflow';
import { Config, Data, Effect, Layer } from 'effect';
import { optional } from '../settings.ts';

const names = environmentNames;

/** The environment does not say which warehouse there is. */
class WarehouseUnnamed extends Data.TaggedError('WarehouseUnnamed')<{ readonly message: string }> {}

export const warehouseSettings = Config.all({
  workgroup: optional(names.redshiftWorkgroup),
  cluster: optional(names.redshiftCluster),
  database: Config.NonEmptyString(names.redshiftDatabase),
  schema: Config.NonEmptyString(names.redshiftSchema),
  secretArn: optional(names.redshiftSecretArn),
  copyRole: Config.NonEmptyString(names.redshiftCopyRoleArn),
});

/** The environment's warehouse; the manifests of its COPYs lie beside the batch's other documents. */
export const warehouseLayer = Layer.unwrap(
  Effect.gen(function* () {
    const { workgroup, cluster, secretArn, ...rest } = yield* warehouseSettings;
    const warehouse: RedshiftName | undefined =
      workgroup === undefined ? (cluster === undefined ? undefined : { cluster }) : { workgroup };
    if (warehouse === undefined) {
      const message = `Neither ${names.redshiftWorkgroup} nor ${names.redshiftCluster} is set; set the one that the environment has.`;
      return yield* new WarehouseUnnamed({ message });
    }
    const store = yield* ObjectStore;
    const root = store.url('');
    return redshiftWarehouse({
      warehouse,
      ...rest,
      ...(secretArn === undefined ? {} : { secretArn }),
      runsUrl: store.url('runs'),
      writeManifest: (url, body) => store.put(url.slice(root.length), body),
    });
  }),
);

import { Effect, Layer } from 'effect';
import { Warehouse } from './warehouse.ts';

/** Where the embedded warehouse lives and what it may use. */
export interface EmbeddedOptions {
  /** The database file; created when missing, its folder must exist. */
  readonly path: string;
  readonly threads?: number;
  /** As DuckDB writes it: `2GB`. */
  readonly memoryLimit?: string;
}

/** Opens a warehouse in one DuckDB file, on first use; closed with the scope. */
export function embeddedWarehouse(options: EmbeddedOptions): Layer.Layer<Warehouse> {
  return Layer.effect(Warehouse, Effect.die(`The embedded warehouse ${options.path} is being built.`));
}

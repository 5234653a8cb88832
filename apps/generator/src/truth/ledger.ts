import type { Expectation } from '../dirt/dirt.ts';
import type { Draft } from '../line/draft.ts';
import { type FieldName, fieldNames } from '../line/fields.ts';
import type { Market } from '../market/market.ts';
import { type CleanSale, factLine, type Sale, totalCents } from '../market/sale.ts';
import type { ResolvedOptions } from '../options.ts';
import { FactDigest } from './factDigest.ts';
import { Months } from './months.ts';
import { isSameContent, type Issue, type Receipt } from './receipts.ts';
import { Survivors } from './survivors.ts';
import { countEach, emptyTally, sortedCounts, sumTallies, type Tally, truthCounts } from './tally.ts';
import type { Truth } from './truth.ts';

/** Keeps account of everything that is written. It knows what was planted, and never reads a line. */
export class Ledger {
  readonly facts: FactDigest | undefined;
  readonly #stores: Survivors;
  readonly #products: Survivors;
  readonly #customers: Survivors;
  readonly #months = new Months();
  readonly #files: { readonly name: string; readonly tally: Tally; bytes: number }[] = [];
  readonly #dirt = new Map<string, number>();
  readonly #extraFields = new Map<string, number>();
  #tally = emptyTally();
  #rowsOfFinishedFiles = 0;

  constructor(market: Market, digestsFacts: boolean) {
    this.#stores = new Survivors(market.stores);
    this.#products = new Survivors(market.products);
    this.#customers = new Survivors(market.customers);
    this.facts = digestsFacts ? new FactDigest() : undefined;
  }

  /** The counts of the file that is being written. */
  get tally(): Tally {
    return this.#tally;
  }

  /** How many rows were written. */
  get rows(): number {
    return this.#rowsOfFinishedFiles + this.#tally.read;
  }

  startFile(name: string): void {
    this.#tally = emptyTally();
    this.#files.push({ name, tally: this.#tally, bytes: 0 });
  }

  finishFile(bytes: number): void {
    this.#files.at(-1)!.bytes = bytes;
    this.#rowsOfFinishedFiles += this.#tally.read;
    this.#tally = emptyTally();
  }

  /** Books a clean line. */
  load(sale: Sale): void {
    const tally = this.#tally;
    const cents = sale.quantity * sale.priceCents;
    tally.read++;
    tally.loaded++;
    tally.fastCents += cents;
    this.#months.addFast(sale.day, cents);
    this.#stores.see(sale.store, sale.storeVersion, sale.day);
    this.#products.see(sale.product, sale.productVersion, sale.day);
    this.#customers.see(sale.customer, sale.customerVersion, sale.day);
  }

  /** Books a line with dirt; of one that repeats a sale, with its receipt. */
  book(draft: Draft, kind: { readonly name: string; readonly expect: Expectation }, receipt?: Receipt): void {
    const { outcome, reasons, repairs } = kind.expect;
    countEach(this.#dirt, [kind.name]);
    if (outcome === 'none') return;
    this.#tally.read++;
    if (draft.reshape === undefined) countEach(this.#extraFields, extraFields(draft));
    if (outcome === 'rejected') {
      this.#tally.rejected++;
      countEach(this.#tally.reasons, reasons);
      return;
    }
    countEach(this.#tally.repairs, repairs);
    this.#seeTexts(draft.clean);
    const issue = { tally: this.#tally, sale: draft.clean };
    if (receipt === undefined) {
      this.#settle([issue], 1);
      this.facts?.add(factLine(draft.clean));
      return;
    }
    this.#settle(receipt.issues, -1);
    receipt.issues.push(issue);
    this.#settle(receipt.issues, 1);
    if (receipt.fact !== undefined) this.facts!.replace(receipt.fact, factLine(draft.clean));
  }

  truth(options: ResolvedOptions): Truth {
    const bytes = this.#files.reduce((sum, file) => sum + file.bytes, 0);
    const total = sumTallies(this.#files.map(({ tally }) => tally));
    return {
      version: 1,
      options,
      total: { bytes, ...truthCounts(total) },
      files: this.#files.map((file) => ({ name: file.name, bytes: file.bytes, ...truthCounts(file.tally) })),
      dirt: sortedCounts(this.#dirt),
      extraFields: sortedCounts(this.#extraFields),
      facts: {
        rows: total.loaded,
        ...(this.facts === undefined ? {} : { sha256: this.facts.sha256() }),
        months: this.#months.truth(),
      },
      dimensions: {
        dim_store: this.#stores.truth(),
        dim_product: this.#products.truth(),
        dim_customer: this.#customers.truth(),
      },
    };
  }

  /** Books the rows of one key, or takes them back: the last is loaded, the others are duplicates or superseded. */
  #settle(issues: readonly Issue[], sign: 1 | -1): void {
    const last = issues.at(-1)!;
    for (const { tally, sale } of issues.slice(0, -1))
      if (isSameContent(sale, last.sale)) tally.duplicates += sign;
      else tally.superseded += sign;
    const cents = totalCents(last.sale);
    last.tally.loaded += sign;
    last.tally.cents += BigInt(sign) * cents;
    this.#months.add(last.sale.day, cents, sign);
  }

  #seeTexts(sale: CleanSale): void {
    this.#stores.seeTexts(sale.store_id, [sale.store_name, sale.city], sale.day);
    this.#products.seeTexts(sale.product_id, [sale.product_name, sale.category], sale.day);
    this.#customers.seeTexts(sale.customer_id, [sale.customer_name], sale.day);
  }
}

function extraFields({ before, after }: Draft): Iterable<string> {
  if (before.length === 0 && after.length === 0) return [];
  const names = [...before, ...after].map(({ name }) => name);
  return new Set(names.filter((name) => !fieldNames.includes(name as FieldName)));
}

import { dirtDeck } from './dirt/deck.ts';
import type { Dirt } from './dirt/dirt.ts';
import { createTarget, type Target } from './line/bytes.ts';
import { type Draft, draftSale } from './line/draft.ts';
import { type DraftWriter, draftWriter } from './line/draftWriter.ts';
import { factWriter } from './line/factWriter.ts';
import { fieldWriter } from './line/fieldWriter.ts';
import { fileLayout, type Layout } from './line/layout.ts';
import { lineWriter, type SaleWriter } from './line/lineWriter.ts';
import { marketTokens } from './line/tokens.ts';
import { openMarket } from './market/market.ts';
import { cleanSale, emptySale, type Sale } from './market/sale.ts';
import { expectedRows, type ResolvedOptions } from './options.ts';
import { Random } from './random/random.ts';
import { mostDigestedRows } from './truth/factDigest.ts';
import { Ledger } from './truth/ledger.ts';
import { type Receipt, Receipts } from './truth/receipts.ts';

/** Writes one row after the other, and books each of them. */
export interface RowWriter {
  readonly ledger: Ledger;
  /** Goes on to a file, and returns its layout. */
  startFile(file: number, name: string): Layout;
  /** Writes the next row of the file and what separates it from the last; returns the position after. */
  write(target: Target, at: number): number;
}

/** No row is longer than this: the longest has an id of two thousand characters. */
export const longestRowBytes = 32_768;

/** One clean row in so many may be written again. */
const rowsPerReceipt = 16;

export function createRowWriter(options: ResolvedOptions): RowWriter {
  const { seed, compat, shape, format } = options;
  const market = openMarket(options);
  const tokens = marketTokens(market, shape === 'hostile' ? new Random(seed, 3) : undefined);
  const ledger = new Ledger(market, expectedRows(options) <= mostDigestedRows);
  const receipts = new Receipts();
  const isDirty = new Random(seed, 4);
  const dirtyBelow = options.messRatio * 2 ** 32;
  const random = new Random(seed, 5);
  const deal = dirtDeck(random, compat ? 'classic' : shape);
  const writeField = fieldWriter(market, tokens, compat);
  const writeFact = factWriter(market, compat);
  const factTarget = createTarget(1024);
  const sale = emptySale();
  let writeLine: SaleWriter;
  let writeDraft: DraftWriter;
  let separator: Buffer;
  let isFirst = true;
  let number = 0;

  return {
    ledger,
    startFile(file, name) {
      const layout = fileLayout(options, file);
      separator = Buffer.from(layout.separator);
      writeLine = lineWriter(layout, writeField);
      writeDraft = draftWriter(layout, writeField);
      isFirst = true;
      ledger.startFile(name);
      return layout;
    },
    write(target, at) {
      market.draw(number, sale);
      const after = isDirty.next() < dirtyBelow ? writeDirty(deal(), target, at) : writeClean(target, at);
      number++;
      return after;
    },
  };

  function writeClean(target: Target, at: number): number {
    ledger.load(sale);
    const fact = ledger.facts?.add(factTarget.bytes.toString('latin1', 0, writeFact(sale, factTarget, 0)));
    if (number % rowsPerReceipt === 0)
      receipts.keep({ sale: { ...sale }, number, tally: ledger.tally, fact, issues: [], isShared: false });
    return writeLine(sale, target, writeSeparator(target, at));
  }

  function writeDirty(dirt: Dirt, target: Target, at: number): number {
    const receipt = dirt.repeats === undefined ? undefined : receipts.draw(random);
    const draft = dirt.repeats === undefined ? draftOf(sale, number) : repeat(dirt.repeats, receipt);
    if (draft === undefined) return writeClean(target, at);
    dirt.apply(draft, random);
    if (dirt.isLoose && format === 'array') return at;
    ledger.book(draft, dirt, dirt.repeats === 'sale' ? receipt : undefined);
    return writeDraft(draft, target, writeSeparator(target, at));
  }

  /** Drafts a row from an earlier sale; undefined when there is none that is fit for it. */
  function repeat(what: 'sale' | 'id', receipt: Receipt | undefined): Draft | undefined {
    if (receipt === undefined) return undefined;
    const { store, day, idHigh, idLow } = receipt.sale;
    if (what === 'sale') {
      const draft = draftOf(receipt.sale, receipt.number);
      if (receipt.issues.length === 0)
        receipt.issues.push({ tally: receipt.tally, sale: { ...draft.clean } });
      return draft;
    }
    if (receipt.isShared || (store === sale.store && day === sale.day)) return undefined;
    receipt.isShared = true;
    return draftOf({ ...sale, idHigh, idLow }, number);
  }

  function draftOf(sale: Sale, number: number): Draft {
    return draftSale(sale, cleanSale(market, sale, compat), number);
  }

  function writeSeparator(target: Target, at: number): number {
    if (!isFirst) for (const byte of separator) target.bytes[at++] = byte;
    isFirst = false;
    return at;
  }
}

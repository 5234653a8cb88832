import { hashFactor, hashSeed } from './internHash.ts';
import type { ScanPlan, Step } from './plan.ts';
import { deriveProduct, type Reader } from './readers.ts';
import { readerOf } from './interpreter.ts';
import type { Scanner } from './scanner.ts';
import { growHeap, internClean, putNullText, putValue, type TextSink } from './sink.ts';

/**
 * Generates a scanner for a plan: its literals compared four bytes at a time at known places, its text hashed on the way
 * to the closing quote and looked up in place. It does what `interpretPlan` does.
 *
 * Undefined where code may not be generated (`--disallow-code-generation-from-strings`).
 */
export function generateScanner(plan: ScanPlan): Scanner | undefined {
  const readers = plan.steps.map(readerOf);
  const source = scannerSource(plan);
  try {
    // oxlint-disable-next-line no-implied-eval, no-new-func -- The source is made of the contract and of byte values only.
    const make = new Function('steps', 'readers', 'products', 'absent', 'tools', source) as (
      steps: readonly Step[],
      readers: readonly Reader[],
      products: ScanPlan['products'],
      absent: ScanPlan['absent'],
      tools: typeof scannerTools,
    ) => Scanner;
    return make(plan.steps, readers, plan.products, plan.absent, scannerTools);
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}

const scannerTools = { internClean, growHeap, putNullText, putValue, deriveProduct };

function scannerSource({ steps, tail, products, absent }: ScanPlan): string {
  const prepare = steps.map((step, index) => prepareStep(step, index)).join('\n');
  const enter = steps.map((step, index) => enterStep(step, index)).join('\n');
  const read = steps.map((step, index) => `${compare(step.literal)}\n${readStep(step, index)}`).join('\n');
  return `'use strict';
const { internClean, growHeap, putNullText, putValue, deriveProduct } = tools;
${prepare}
return function scan(state, bytes, start, end) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const { offsets, base, capacity } = state;
  let row = state.row, at = start, p = 0, from = 0, word = 0, mark = 0, hash = 0, code = 0, size = 0, slot = 0, place = 0, same = 0;
  ${enter}
  while (at < end && row < capacity) {
    p = at;
    line: {
${products.map((_, index) => `products[${index}].given = -1;`).join('\n')}
${read}
${compare(tail)}
if (bytes[p] === 13) p++;
if (bytes[p] !== 10) break line;
${products.map((_, index) => `if (!deriveProduct(products[${index}], row)) break line;`).join('\n')}
${absent.map((_, index) => `putValue(absent[${index}], row, null);`).join('\n')}
      offsets[row++] = base + at;
      at = p + 1;
      continue;
    }
    break;
  }
  state.row = row;
  return at;
};`;
}

/** Compares a literal in words; the last one reaches back over bytes that were compared already. */
function compare(literal: Buffer): string {
  const tests: string[] = [];
  const { length } = literal;
  if (length < 4) {
    for (let index = 0; index < length; index++) tests.push(`bytes[p + ${index}] !== ${literal[index]}`);
  } else {
    for (let index = 0; index + 4 <= length; index += 4) tests.push(wordTest(literal, index));
    if (length % 4 !== 0) tests.push(wordTest(literal, length - 4));
  }
  return tests.length === 0 ? '' : `if (${tests.join(' || ')}) break line;\np += ${length};`;
}

function wordTest(literal: Buffer, index: number): string {
  return `view.getInt32(p + ${index}, true) !== ${literal.readInt32LE(index)}`;
}

function prepareStep(step: Step, index: number): string {
  return step.kind === 'text'
    ? `const sink${index} = steps[${index}].sink, table${index} = sink${index}.table;`
    : `const reader${index} = readers[${index}];`;
}

/** Text sinks replace their arrays when they grow, so a scan takes hold of them anew. */
function enterStep(step: Step, index: number): string {
  if (step.kind !== 'text') return '';
  if (step.sink.isHeap) {
    return `let heap${index} = sink${index}.heap, target${index} = new DataView(heap${index}.buffer);
  const ends${index} = sink${index}.ends, present${index} = sink${index}.present;`;
  }
  return `let slots${index} = table${index}.slots, mask${index} = slots${index}.length - 1, hashes${index} = table${index}.hashes, offsets${index} = table${index}.offsets, heap${index} = table${index}.heap, verdicts${index} = sink${index}.verdicts, known${index} = new DataView(heap${index}.buffer);
  const codes${index} = sink${index}.codes;`;
}

function readStep(step: Step, index: number): string {
  if (step.kind !== 'text') return `p = reader${index}(bytes, p, row); if (p < 0) break line;`;
  const { sink } = step;
  const isHeap = sink.isHeap && sink.field.kind !== 'enum';
  if (sink.isHeap && !isHeap) return `p = readers[${index}](bytes, p, row); if (p < 0) break line;`;
  const whenNull = sink.field.required
    ? 'break line;'
    : `if (view.getInt32(p, true) !== ${Buffer.from('null').readInt32LE(0)}) break line; putNullText(sink${index}, row); p += 4;`;
  return `if (bytes[p] === 34) {\n${isHeap ? readHeapText(sink, index) : readDictionaryText(index)}\n} else { ${whenNull} }`;
}

/** Marks in `mark` the bytes of `word` that are a quote (Mycroft's test for a zero byte). */
const findQuote = 'mark = word ^ 0x22222222; mark = (mark - 0x01010101) & ~mark & 0x80808080;';

function readDictionaryText(index: number): string {
  return `from = ++p; hash = ${hashSeed};
for (;;) {
  word = view.getInt32(p, true);
  ${findQuote}
  if (mark !== 0) break;
  hash = Math.imul(hash ^ word, ${hashFactor});
  hash ^= hash >>> 15;
  p += 4;
  if (p >= end) break line;
}
size = (31 - Math.clz32(mark & -mark)) >> 3;
word = (word & ((1 << (size << 3)) - 1)) | (size << 24);
hash = Math.imul(hash ^ word, ${hashFactor});
hash ^= hash >>> 15;
p += size;
size = p - from;
for (slot = hash & mask${index}; ; slot = (slot + 1) & mask${index}) {
  code = slots${index}[slot];
  if (code < 0) break;
  if (hashes${index}[code] !== hash) continue;
  place = offsets${index}[code];
  if (offsets${index}[code + 1] - place !== size) continue;
  same = 0;
  while (same + 4 <= size && known${index}.getInt32(place + same, true) === view.getInt32(from + same, true)) same += 4;
  if (same + 4 <= size) continue;
  while (same < size && heap${index}[place + same] === bytes[from + same]) same++;
  if (same === size) break;
}
if (code < 0 || verdicts${index}[code] !== 1) {
  code = internClean(sink${index}, bytes, from, p, hash);
  slots${index} = table${index}.slots; mask${index} = slots${index}.length - 1; hashes${index} = table${index}.hashes; offsets${index} = table${index}.offsets; verdicts${index} = sink${index}.verdicts;
  if (heap${index} !== table${index}.heap) { heap${index} = table${index}.heap; known${index} = new DataView(heap${index}.buffer); }
  if (code < 0) break line;
}
codes${index}[row] = code;
p++;`;
}

/** Copies words as long as they hold only plain ASCII; anything else goes through the reader, byte by byte. */
function readHeapText({ field }: TextSink, index: number): string {
  const isFolded = field.kind === 'id' && field.upperCase;
  // No byte below 0x20, no backslash, none from 0x7f on, and none that folding would change.
  const notPlain = [
    'word & 0x80808080',
    '(word - 0x20202020) & ~word & 0x80808080',
    '((word ^ 0x5c5c5c5c) - 0x01010101) & ~(word ^ 0x5c5c5c5c) & 0x80808080',
    '(word + 0x01010101) & 0x80808080',
    ...(isFolded ? ['(word + 0x1f1f1f1f) & ~(word + 0x05050505) & 0x80808080'] : []),
  ];
  return `from = p++; place = ends${index}[row]; same = place;
if (place + ${field.maxBytes + 4} > heap${index}.length) {
  growHeap(sink${index}, place + ${field.maxBytes + 4});
  heap${index} = sink${index}.heap; target${index} = new DataView(heap${index}.buffer);
}
for (;;) {
  word = view.getInt32(p, true);
  ${findQuote}
  if (mark !== 0) { code = 0; break; }
  if ((${notPlain.map((test) => `(${test})`).join(' | ')}) !== 0 || same - place > ${field.maxBytes - 4}) { code = 1; break; }
  target${index}.setInt32(same, word, true);
  p += 4; same += 4;
}
if (code === 0) {
  size = (31 - Math.clz32(mark & -mark)) >> 3;
  for (slot = 0; slot < size; slot++) {
    word = bytes[p++];
    if (word < 32 || word >= 127 || word === 92${isFolded ? ' || (word >= 97 && word <= 122)' : ''}) { code = 1; break; }
    heap${index}[same++] = word;
  }
  if (same === place || same - place > ${field.maxBytes} || heap${index}[place] === 32 || heap${index}[same - 1] === 32) code = 1;
}
if (code === 1) {
  p = readers[${index}](bytes, from, row);
  heap${index} = sink${index}.heap; if (target${index}.buffer !== heap${index}.buffer) target${index} = new DataView(heap${index}.buffer);
  if (p < 0) break line;
} else {
  ends${index}[row + 1] = same;
  present${index}[row] = 1;
  p++;
}`;
}

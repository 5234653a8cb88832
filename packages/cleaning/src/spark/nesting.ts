import {
  closesEarlier,
  foldable,
  foldableInside,
  foldedGroups,
  jsonPiece,
  wholeValue,
} from './jsonPattern.ts';
import { type Layer, sqlCase, sqlText } from './sql.ts';

/** How many pieces may be closed by one: Spark copies the stack for each. What stays open is folded at the end. */
const mostPops = 8;
/** As many passes over the whole text as what people nest by hand may need. */
const fewPasses = 16;

/**
 * Folds innermost lists and objects of `text` until none is left but the text itself: column `name`, which is empty where
 * the text cannot be folded to a value, and NULL where `isNested` does not hold.
 *
 * Each pass over the text takes some levels. What is nested deeper than a few passes reach is then folded in pieces, or a
 * line of 100,000 levels would be read 30,000 times.
 */
export function foldingLayers(text: string, isNested: string, name: string): readonly Layer[] {
  const [few, pieced] = [`${name}_few`, `${name}_pieced`];
  return [
    { [few]: sqlCase([[isNested, passes(text, foldable, `least(${openings(text)}, ${fewPasses})`)]]) },
    { [pieced]: sqlCase([[`${openings(few)} > 2 * ${fewPasses}`, inPieces(few)]], few) },
    {
      // What is no value is not carried through the passes that it does not need any more.
      [name]: passes(
        pieced,
        foldable,
        `${openings(pieced)} + 1`,
        `if(pass.now RLIKE ${sqlText(wholeValue)}, pass.now, '')`,
      ),
    },
  ];
}

/** Folds a text in so many passes, or until a pass changes nothing any more. */
function passes(text: string, pattern: string, count: string, atEnd = 'pass.now'): string {
  const folded = `regexp_replace(pass.now, ${sqlText(pattern)}, ${sqlText(foldedGroups)})`;
  const step = sqlCase(
    [
      ['pass.is_over', 'pass'],
      ['pass.now <=> pass.earlier', pass(atEnd, 'TRUE')],
    ],
    pass(folded, 'FALSE', 'pass.now'),
  );
  return `aggregate(sequence(0, ${count}), ${pass(text, 'FALSE')}, (pass, number) -> ${step}, pass -> pass.now)`;
}

function pass(now: string, isOver: string, earlier = 'cast(NULL AS STRING)'): string {
  return `named_struct('now', ${now}, 'earlier', ${earlier}, 'is_over', ${isOver})`;
}

/**
 * Folds a text piece by piece: what a piece leaves open waits on a stack for the piece that closes it. Whether the text is
 * JSON is not decided here. Its first character stays out of it, so that the whole is not folded too.
 */
function inPieces(text: string): string {
  const joined = 'concat(element_at(waiting.pieces, -1), waiting.piece)';
  const step = sqlCase(
    [
      ['waiting.is_over', 'waiting'],
      [
        `size(waiting.pieces) > 0 AND waiting.piece RLIKE ${sqlText(closesEarlier)}`,
        waiting('slice(waiting.pieces, 1, size(waiting.pieces) - 1)', foldedPiece(joined), 'FALSE'),
      ],
    ],
    waiting('waiting.pieces', 'waiting.piece', 'TRUE'),
  );
  const popped = `aggregate(sequence(0, least(size(stack), ${mostPops})), ${waiting('stack', 'folded', 'FALSE')},
  (waiting, number) -> ${step}, waiting -> concat(waiting.pieces, array(waiting.piece)))`;
  const opensOnly = `size(stack) = 0 OR NOT folded RLIKE ${sqlText(closesEarlier)}`;
  const pushed = sqlCase([[opensOnly, 'concat(stack, array(folded))']], popped);
  // A list of one, because SQL has no other name for a value within an expression.
  const settled = `element_at(transform(array(${foldedPiece('piece')}), folded -> ${pushed}), 1)`;
  const pieces = `regexp_extract_all(substring(${text}, 2), ${sqlText(jsonPiece)}, 0)`;
  const stack = `aggregate(${pieces}, cast(array() AS ARRAY<STRING>), (stack, piece) -> ${settled})`;
  return `concat(left(${text}, 1), array_join(${stack}, ''))`;
}

function foldedPiece(text: string): string {
  return passes(text, foldableInside, `${openings(text)} + 1`);
}

function waiting(pieces: string, piece: string, isOver: string): string {
  return `named_struct('pieces', ${pieces}, 'piece', ${piece}, 'is_over', ${isOver})`;
}

function openings(text: string): string {
  return `(length(${text}) - length(translate(${text}, '[{', '')))`;
}

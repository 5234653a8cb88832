/**
 * JSON's grammar (RFC 8259) in Java's regular expressions. Every repetition is possessive: the grammar needs no way back, so
 * a text of any length costs linear time and no stack.
 */
const space = String.raw`[ \t\r\n]*+`;
const stringBody = String.raw`[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+`;
const string = `"${stringBody}"`;
const number = String.raw`-?+(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+`;

/** How deep values may be nested in a pattern; what is deeper is folded first. */
const unfoldedDepth = 2;

function value(depth: number): string {
  const inner = depth === 0 ? undefined : value(depth - 1);
  const alternatives = [string, number, 'true', 'false', 'null', array(inner), object(inner)];
  return `(?:${alternatives.join('|')})`;
}

function array(element: string | undefined): string {
  return String.raw`\[${space}${several(element && `${element}${space}`)}\]`;
}

function object(member: string | undefined): string {
  return String.raw`\{${space}${several(member && `${string}${space}:${space}${member}${space}`)}\}`;
}

/** Any number of items between commas; without an item none. */
function several(item: string | undefined): string {
  return item === undefined ? '' : `(?:${item}(?:,${space}${item})*+)?+`;
}

const anyValue = value(unfoldedDepth);

/** A whole text that is an object. */
export const wholeObject = String.raw`^${object(anyValue)}\z`;

/** A whole text that is a value of any kind. */
export const wholeValue = String.raw`^(?:${string}|${number}|true|false|null|${array(anyValue)}|${object(anyValue)})\z`;

/** A member of a whole object with what stands before it: its name as it is written, its value. */
export const member = String.raw`[{,]${space}"(${stringBody})"${space}:${space}(${anyValue})${space}(?:\}\z)?+`;

/**
 * A string, or an innermost list or object that is not the whole text. Replaced by its groups, strings stay as they are
 * and the others become empty ones: one level of nesting less. A quote that starts no string keeps the rest as it is, so
 * that nothing inside of a broken string is taken for a list.
 */
const innermostArray = String.raw`(\[)${space}${several(`${anyValue}${space}`)}(\])`;
const innermostObject = String.raw`(\{)${space}${several(`${string}${space}:${space}${anyValue}${space}`)}(\})`;
const innermost = `(?:${innermostArray}|${innermostObject})`;
export const foldable = String.raw`(${string})|(?!^)${innermost}|("[\s\S]*+)`;
/** The same in a part of a text, whose beginning is not the whole's. */
export const foldableInside = String.raw`(${string})|${innermost}|("[\s\S]*+)`;
export const foldedGroups = '$1$2$3$4$5$6';

/** A part of a text that ends within no string, unless what begins there is none. */
export const jsonPiece = String.raw`(?:${string}|[^"]){1,500}+|"[\s\S]*+`;

/** A folded part that closes a list or object of an earlier part. */
export const closesEarlier = String.raw`^(?:${string}|\[\]|\{\}|[^"\[\]{}]++)*+[\]}]`;

/** Half of a surrogate pair, in a text in which every backslash starts an escape. */
export const loneSurrogate = (() => {
  const high = String.raw`\\u[dD][89abAB][0-9a-fA-F]{2}`;
  const low = String.raw`\\u[dD][c-fC-F][0-9a-fA-F]{2}`;
  return `${high}(?!${low})|(?<!${high})${low}`;
})();

/** The pieces of a string's text: escapes by their code in a row, other escapes singly, and what is no escape. */
export const stringPiece = String.raw`(?:\\u[0-9a-fA-F]{4})++|\\.|[^\\]++`;

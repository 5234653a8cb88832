/**
 * JSON values that every parser must accept, must reject, or may do either with: the categories of the public test
 * corpora (JSONTestSuite's `y_`, `n_` and `i_`), written anew. `~` and two hex digits stand for a byte.
 */
export const acceptedNumbers = cases(
  String.raw`0 ¦ -0 ¦ -0.0 ¦ 1 ¦ -1 ¦ 42 ¦ -123 ¦ 123.456 ¦ 123.456789 ¦ -0.1 ¦ 0.5 ¦ 0e1 ¦ 0e+1 ¦ 0E-0 ¦ 1E22 ¦ 1E-2 ¦ 1E+2
    ¦ 1e-2 ¦ 1e+2 ¦ 20e1 ¦ 123e45 ¦ 123e65 ¦ 123.456e78 ¦ -1.0e+28 ¦ 1.0e+28 ¦ 100000000 ¦ 999999999 ¦ 1.000 ¦ 0.001`,
  `-0.${'0'.repeat(77)}1`,
  `1${'0'.repeat(40)}.${'0'.repeat(40)}`,
);

/** Numbers that no binary float holds. */
export const eitherNumbers = cases(
  String.raw`123.456e-789 ¦ -1e+9999 ¦ 1.5e+9999 ¦ -123123e100000 ¦ 123123e100000 ¦ 123e-10000000 ¦ 1e-400
    ¦ 0.4e00669999999999999999 ¦ 100000000000000000000 ¦ 9007199254740993 ¦ -123123123123123123123123123123
    ¦ -237462374673276894279832749832423479823246327846`,
);

export const rejectedNumbers = cases(
  String.raw`++1234 ¦ +1 ¦ +Inf ¦ Inf ¦ Infinity ¦ -Infinity ¦ NaN ¦ -NaN ¦ nan ¦ -foo ¦ - ¦ --1 ¦ - 1 ¦ -01 ¦ -012 ¦ -2. ¦ -.123
    ¦ -1x ¦ -1.0. ¦ -123.123foo ¦ .123 ¦ .2e-3 ¦ .-1 ¦ 0.1.2 ¦ 0.3e ¦ 0.3e+ ¦ 0.e1 ¦ 0e ¦ 0e+ ¦ 0E ¦ 0E+ ¦ 0e+-1 ¦ 00 ¦ 01 ¦ 012
    ¦ 0x1 ¦ 0x42 ¦ 0b1 ¦ 0o7 ¦ 1. ¦ 1.0e ¦ 1.0e+ ¦ 1.0e- ¦ 1 000.0 ¦ 1_000 ¦ 1+2 ¦ 1eE2 ¦ 1ea ¦ 1.2a-3 ¦ 1.8011670033376514H-308
    ¦ 2.e+3 ¦ 2.e-3 ¦ 2.e3 ¦ 9.e+ ¦ 1n ¦ 1e1.5 ¦ １ ¦ ½ ¦ ٣ ¦ 2@ ¦ 123~00 ¦ 1-2 ¦ 1;2 ¦ $1`,
);

export const acceptedStrings = cases(
  String.raw`"" ¦ "~20" ¦ "asd" ¦ "asd " ¦ "a/*b*/c/*d//e" ¦ "~7f" ¦ "aa~7fb" ¦ "π" ¦ "€𝄞" ¦ "⍂㈴⍂" ¦ "𛿿" ¦ "~ef~bf~bf" ¦ "~f4~8f~bf~bf"
    ¦ "~e2~80~a8" ¦ "~e2~80~a9" ¦ "~ef~bb~bf" ¦ "~e2~81~a0" ¦ "new~c2~a0line" ¦ "\"\\\/\b\f\n\r\t" ¦ "\"" ¦ "\\" ¦ "\\a" ¦ "\\n"
    ¦ "\\u0000" ¦ "\u0000" ¦ "\u0012" ¦ "\u0022" ¦ "\u005C" ¦ "\u002c" ¦ "\u0060\u012a\u12AB" ¦ "\u0061\u30af\u30EA\u30b9"
    ¦ "\u0821" ¦ "\u0123" ¦ "new\u000Aline" ¦ "new\u00A0line" ¦ "\uD801\udc37" ¦ "\ud83d\ude39\ud83d\udc8d" ¦ "\uDBFF\uDFFE"
    ¦ "\uD834\uDd1e" ¦ "\u200B" ¦ "\u2064" ¦ "\uA66D" ¦ "\uFDD0" ¦ "\uFFFE" ¦ "\uFFFF" ¦ "{}" ¦ "[]" ¦ "null" ¦ "1"`,
);

/** Halves of pairs in escapes. */
export const eitherStrings = cases(
  String.raw`"\uDADA" ¦ "\uD888\u1234" ¦ "\uD800\n" ¦ "\uDd1ea" ¦ "\uD800\uD800\n" ¦ "\ud800" ¦ "\ud800abc" ¦ "\uDd1e\uD834" ¦ "\uDFAA"`,
);

export const rejectedStrings = cases(
  String.raw`" ¦ "asd ¦ asd" ¦ abc ¦ 'single' ¦ ""x ¦ "a" "b" ¦ "\" ¦ "\\\" ¦ "\ ¦ "\~09" ¦ "\🌀" ¦ "\a" ¦ "\x00" ¦ "\0" ¦ "\v" ¦ "\'"
    ¦ "\UA66D" ¦ "\u" ¦ "\u00A" ¦ "\u00G0" ¦ "\uqqqq" ¦ "\u 041" ¦ "\uD800\" ¦ "\uD800\u" ¦ "\uD800\u1" ¦ "\uD800\u1x"
    ¦ "\uD834\uDd" ¦ "\uD800\uD800\x" ¦ "a~00a" ¦ "~00" ¦ "\~00" ¦ "~09" ¦ "a~1fb" ¦ "a~0db" ¦ é ¦ \u0020"asd" ¦ ""asd"" ¦ “asd”`,
);

/** Text in other encodings, and bytes that no UTF-8 has: refused for that before anything else. */
export const notUtf8 = cases(
  String.raw`"日ш~fa" ¦ "~ed~a0~80" ¦ "~ff" ¦ "~f4~bf~bf~bf" ¦ "~81" ¦ "~c0~af" ¦ "~fc~83~bf~bf~bf~bf" ¦ "~e0~ff" ¦ "~c3" ¦ "~e2~82"
    ¦ "\u~e5" ¦ "\~e5" ¦ 1e1~e5 ¦ 0~e5 ¦ [a~e5] ¦ [~ff] ¦ {"~b9":"0",} ¦ ~ff~fe[~00"~00"~00]~00 ¦ ~fe~ff~00"~00" ¦ ~ef~bb{}`,
);

export const acceptedStructures = cases(
  String.raw`true ¦ false ¦ null ¦ [] ¦ [[]   ] ¦ [""] ¦ ["a"] ¦ [false] ¦ [null, 1, "1", {}] ¦ [1,null,null,null,2] ¦ [2]~20 ¦ ~20[]~20
    ¦ ~09[~091~09]~09 ¦ [1~0d] ¦ {} ¦ {"":0} ¦ {"a":[]} ¦ {"asd":"sdf", "dfg":"fgh"} ¦ {"a":"b","a":"c"} ¦ {"a":"b","a":"b"}
    ¦ {"foo\u0000bar": 42} ¦ { "min": -1.0e+28, "max": 1.0e+28 } ¦ {"__proto__":{"a":1}} ¦ {"x":[{"id":"xxxx"}],"id":"xxxx"}
    ¦ {"title":"\u041f\u043e\u043b\u0442\u043e\u0440\u0430"}`,
  `${'['.repeat(500)}${']'.repeat(500)}`,
  `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`,
);

export const rejectedStructures = cases(
  String.raw`[1 true] ¦ ["": 1] ¦ [,1] ¦ [1,,2] ¦ ["x",,] ¦ ["x"]] ¦ ["",] ¦ ["x" ¦ [x ¦ [3[4]] ¦ [1:2] ¦ [,] ¦ [-] ¦ [   , ""] ¦ [1,] ¦ [1,,]
    ¦ ["~0ba"\f] ¦ [*] ¦ ["" ¦ [1, ¦ [{} ¦ [fals] ¦ [nul] ¦ [tru] ¦ [True] ¦ [NULL] ¦ [<null>] ¦ [1]x ¦ [1]] ¦ ["asd] ¦ [][] ¦ ] ¦ [ ¦ [, ¦ [{
    ¦ ["a ¦ [' ¦ [1 ¦ [ false, nul ¦ [~e2~81~a0] ¦ [~0c] ¦ [~0b] ¦ [~c2~a0] ¦ [~00] ¦ [\u000A""] ¦ ["\{["\{["\{
    ¦ ["x", truth] ¦ {[: "x"} ¦ {"x", null} ¦ {"x"::"b"} ¦ {🇨🇭} ¦ {"a":"a" 123} ¦ {key: 'value'} ¦ {"a" b} ¦ {:"b"} ¦ {"a" "b"} ¦ {"a":
    ¦ {"a" ¦ {1:1} ¦ {9999E9999:1} ¦ {null:null,null:null} ¦ {"id":0,,,,,} ¦ {'a':0} ¦ {"id":0,} ¦ {"a":"b",,"c":"d"} ¦ {a: "b"}
    ¦ {"a":"a ¦ { "foo" : "bar", "a" } ¦ {"x": true, ¦ {}} ¦ {"": ¦ { ¦ {] ¦ {, ¦ {[ ¦ {"a ¦ {'a' ¦ {"asd":"asd" ¦ {"a":} ¦ {"a":1 "b":2}
    ¦ {"a":"b"}/**/ ¦ {"a":"b"}// ¦ {"a":"b"}/ ¦ {"a":"b"}# ¦ {"a":"b"}#{} ¦ {"a":/*comment*/"b"} ¦ {"a": true} "x" ¦ <.> ¦ * ¦ aå ¦ å
    ¦ undefined ¦ nul ¦ truee ¦ True ¦ , ¦ : ¦ } ¦ ~ef~bb~bf{} ¦ {}~ef~bb~bf ¦ ~c2~a0{} ¦ ~00 ¦ {}~00 ¦ {};`,
  '['.repeat(100_000),
  '[{"":'.repeat(50_000),
);

function cases(text: string, ...more: readonly string[]): readonly Buffer[] {
  return [...text.split(/\s*¦\s*/), ...more].map(caseBytes);
}

function caseBytes(text: string): Buffer {
  return Buffer.concat(
    text
      .split(/(~[0-9a-f]{2})/)
      .map((piece) => (piece.startsWith('~') ? Buffer.from(piece.slice(1), 'hex') : Buffer.from(piece))),
  );
}

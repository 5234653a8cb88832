import { expect, it } from 'vitest';
import { cut, pad, visible, widthOf } from '../../src/render/cell.ts';

it('shows control characters as their code point, so that data cannot command the terminal', () => {
  expect(visible('a\u001b[2Jb\nc\u0007')).toBe('a\\u{1b}[2Jb\\u{a}c\\u{7}');
  expect(visible('\u202egnp.exe')).toBe('\\u{202e}gnp.exe');
  expect(visible('Æblegrød 東京 🛒')).toBe('Æblegrød 東京 🛒');
});

it('counts the columns of a terminal, not characters', () => {
  expect(widthOf('東京')).toBe(4);
  expect(widthOf('\u001b[1mbold\u001b[22m')).toBe(4);
});

it('cuts to a width with an ellipsis, and leaves alone what fits', () => {
  expect(cut('abcdef', 6)).toBe('abcdef');
  expect(cut('abcdefg', 6)).toBe('abcde…');
  expect(widthOf(cut('東京東京', 6))).toBeLessThanOrEqual(6);
});

it('fills from the side asked for', () => {
  expect(pad('ab', 4)).toBe('ab  ');
  expect(pad('ab', 4, 'right')).toBe('  ab');
  expect(pad('東京', 5, 'right')).toBe(' 東京');
});

import { expect, it } from 'vitest';
import { faceOf } from '../src/screen.ts';

const terminal = { isTTY: true, columns: 100 };

it('shows colours and progress on a terminal', () => {
  expect(faceOf(terminal, {})).toEqual({ isTerminal: true, hasColour: true, columns: 100 });
});

it('is plain in a pipe, and lets lines be as long as they are', () => {
  expect(faceOf({}, {})).toEqual({ isTerminal: false, hasColour: false, columns: undefined });
});

it('follows NO_COLOR, FORCE_COLOR and TERM=dumb', () => {
  expect(faceOf(terminal, { NO_COLOR: '1' }).hasColour).toBe(false);
  expect(faceOf(terminal, { NO_COLOR: '' }).hasColour).toBe(true);
  expect(faceOf({}, { FORCE_COLOR: '1' }).hasColour).toBe(true);
  expect(faceOf({}, { FORCE_COLOR: '0' }).hasColour).toBe(false);
  expect(faceOf(terminal, { FORCE_COLOR: '1', NO_COLOR: '1' }).hasColour).toBe(false);
  expect(faceOf(terminal, { TERM: 'dumb' })).toMatchObject({ isTerminal: false, hasColour: false });
});

import { describe, expect, it } from 'vitest';
import { growthPlot } from '../src/report/growthPlot.ts';
import { logScale } from '../src/report/logScale.ts';
import { text } from '../src/report/svg.ts';
import { caseResult, measurement } from './exampleResult.ts';

/** Walks over the tags of a document and returns the names of all elements. Throws where it is not well-formed. */
function elementsOf(svg: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  const tag = /<(\/?)([a-z]+)((?:\s[a-zA-Z-]+="[^"<&]*(?:&(?:amp|lt|gt|quot);[^"<&]*)*")*)\s*(\/?)>|([<>])/g;
  for (const [whole, closing, name = '', , selfClosing, stray] of svg.matchAll(tag)) {
    if (stray !== undefined) throw new Error(`There is a stray ${stray}.`);
    if (closing === '/') {
      if (open.pop() !== name) throw new Error(`${whole} closes nothing.`);
    } else {
      names.push(name);
      if (selfClosing !== '/') open.push(name);
    }
  }
  if (open.length > 0) throw new Error(`${open.join(', ')} is not closed.`);
  return names;
}

const sizes = [50e6, 540e6, 5e9];
const growth = sizes.map((sizeBytes, i) =>
  caseResult({
    case: { sizeBytes, files: 1, shape: 'classic' },
    bytes: sizeBytes,
    measurements: [
      measurement('wc', [0.01 * 10 ** i]),
      measurement('sales', [0.2 * 10 ** i]),
      measurement('pandas', i < 2 ? [3 * 10 ** i] : []),
    ],
  }),
);

describe('the plot of growth', () => {
  it('is a well-formed picture', () => {
    expect(elementsOf(growthPlot(growth))[0]).toBe('svg');
  });

  it('marks every measurement that counts, in seconds and in memory', () => {
    const marks = elementsOf(growthPlot(growth)).filter((name) => name === 'circle');
    // Three of wc (no memory), three of sales and two of pandas, both in two panels.
    expect(marks).toHaveLength(3 + 2 * 3 + 2 * 2);
  });

  it('leaves other shapes and many files out of the curve', () => {
    const other = caseResult({ case: { sizeBytes: 540e6, files: 500, shape: 'hostile' } });
    expect(growthPlot([...growth, other])).toBe(growthPlot(growth));
  });

  it('is there before anything was measured', () => {
    expect(() => elementsOf(growthPlot([]))).not.toThrow();
  });

  it('escapes text', () => {
    expect(text(0, 0, 'a < b & "c"')).toContain('a &lt; b &amp; &quot;c&quot;');
  });
});

describe('a logarithmic axis', () => {
  it('places equal factors at equal distances', () => {
    const { place } = logScale([1, 1000], [0, 300]);
    expect(place(1)).toBeCloseTo(0);
    expect(place(10)).toBeCloseTo(100);
    expect(place(1000)).toBeCloseTo(300);
  });

  it('holds all values and marks round ones', () => {
    const { place, ticks } = logScale([0.013, 47], [0, 100]);
    expect(place(0.013)).toBeGreaterThanOrEqual(0);
    expect(place(47)).toBeLessThanOrEqual(100);
    expect(ticks.every((tick) => /^0?\.?0*[125]0*$/.test(String(tick)))).toBe(true);
    expect(ticks.length).toBeGreaterThan(1);
  });

  it('has a width even for a single value', () => {
    const { place } = logScale([5], [0, 100]);
    expect(Number.isFinite(place(5))).toBe(true);
  });
});

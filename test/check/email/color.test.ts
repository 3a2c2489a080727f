import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blend, contrastOf, parseColor, printColor } from '../../../src/check/email/color.js';

const byte = fc.integer({ min: 0, max: 255 });
const colors = fc.tuple(byte, byte, byte).map((rgb) => ({ rgb, alpha: 1 }));

describe('a colour', () => {
  it.each([
    ['#fff', '#ffffff'],
    ['#1F4D43', '#1f4d43'],
    ['1f4d43', '#1f4d43'],
    ['White', '#ffffff'],
    ['rgb(255, 0, 10)', '#ff000a'],
    ['rgb(100% 0% 0%)', '#ff0000'],
    ['hsl(120, 100%, 25%)', '#008000'],
    ['hsl(-240 100% 25% / 1)', '#008000'],
  ])('%s is %s', (written, hex) => {
    const color = parseColor(written);
    expect(color && printColor(color)).toBe(hex);
  });

  it.each(['var(--ink)', 'currentcolor', 'inherit', '#12345', 'url(a.png)', 'oklch(0.5 0.1 20)', ''])(
    '%s is not known',
    (written) => {
      expect(parseColor(written)).toBeNull();
    },
  );

  it('is the same however it is written', () => {
    fc.assert(
      fc.property(colors, (color) => {
        const [r, g, b] = color.rgb;
        expect(parseColor(printColor(color))).toEqual(color);
        expect(parseColor(`rgba(${r}, ${g}, ${b}, 1)`)).toEqual(color);
      }),
    );
  });

  it('half see-through over white is half as dark', () => {
    const grey = parseColor('rgba(0, 0, 0, 0.5)');
    const white = parseColor('#fff');
    expect(grey && white && printColor(blend(grey, white))).toBe('#808080');
  });
});

describe('contrast', () => {
  // WCAG's own examples, and those of well-known checkers.
  it.each([
    ['#000', '#fff', 21],
    ['#777777', '#ffffff', 4.47],
    ['#767676', '#ffffff', 4.54],
    ['#0000ff', '#ffffff', 8.59],
  ])('of %s on %s is %d', (one, other, ratio) => {
    const [a, b] = [parseColor(one), parseColor(other)];
    expect(a && b && Math.floor(contrastOf(a, b) * 100) / 100).toBe(ratio);
  });

  it('is the same both ways, from 1 to 21, and 1 with itself', () => {
    fc.assert(
      fc.property(colors, colors, (one, other) => {
        const ratio = contrastOf(one, other);
        expect(ratio).toBe(contrastOf(other, one));
        expect(ratio).toBeGreaterThanOrEqual(1);
        expect(ratio).toBeLessThanOrEqual(21.001);
        expect(contrastOf(one, one)).toBe(1);
      }),
    );
  });
});

import { rememberText } from '../remember-text.js';
import { namedColors } from './named-colors.js';

/** Red, green and blue from 0 to 255, and how much of it covers what is behind, from 0 to 1. */
export interface Color {
  readonly rgb: readonly [number, number, number];
  readonly alpha: number;
}

/** The colour that CSS or a `bgcolor` names; null when it is none, or one that cannot be known here (`var()`, `currentcolor`). */
export const parseColor = rememberText(5_000, (written: string): Color | null => {
  const text = written.trim().toLowerCase();
  if (text === 'transparent') return { rgb: [0, 0, 0], alpha: 0 };
  const hex = namedColors.get(text) ?? /^#?([0-9a-f]{3,8})$/.exec(text)?.[1];
  if (hex !== undefined) return fromHex(hex);
  const call = /^(rgb|hsl)a?\(([^()]*)\)$/.exec(text);
  if (call === null) return null;
  const [first, second, third, fourth = '1'] = (call[2] ?? '').split(/[\s,/]+/).filter((part) => part !== '');
  const parts = [first, second, third].map((part = '') => Number.parseFloat(part));
  const [a = Number.NaN, b = Number.NaN, c = Number.NaN] = parts;
  const alpha = Number.parseFloat(fourth) / (fourth.endsWith('%') ? 100 : 1);
  if ([a, b, c, alpha].some(Number.isNaN)) return null;
  const percent = first?.endsWith('%') === true ? 2.55 : 1;
  return { rgb: call[1] === 'rgb' ? [a * percent, b * percent, c * percent] : fromHsl(a, b / 100, c / 100), alpha };
});

/** Whether a word of CSS is a colour. */
export function isColor(word: string): boolean {
  return parseColor(word) !== null || /^currentcolor$/i.test(word);
}

/** A colour over an opaque one. */
export function blend({ rgb, alpha }: Color, behind: Color): Color {
  const mix = (index: 0 | 1 | 2) => rgb[index] * alpha + behind.rgb[index] * (1 - alpha);
  return { rgb: [mix(0), mix(1), mix(2)], alpha: 1 };
}

/** How well one opaque colour is told from another, from 1 to 21 (WCAG 2.2, contrast ratio). */
export function contrastOf(one: Color, other: Color): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** `#1f4d43`. */
export function printColor({ rgb }: Color): string {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

function luminance({ rgb }: Color): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function fromHex(digits: string): Color | null {
  const long = digits.length <= 4 ? digits.replace(/./g, '$&$&') : digits;
  if (long.length !== 6 && long.length !== 8) return null;
  const at = (index: number) => Number.parseInt(long.slice(index, index + 2), 16);
  return { rgb: [at(0), at(2), at(4)], alpha: long.length === 8 ? at(6) / 255 : 1 };
}

/** CSS Color 4, 7.1. */
function fromHsl(hue: number, saturation: number, lightness: number): [number, number, number] {
  const part = (n: number) => {
    const k = (((n + hue / 30) % 12) + 12) % 12;
    return (
      255 * (lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
    );
  };
  return [part(0), part(8), part(4)];
}

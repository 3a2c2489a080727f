import { type EmailElement, outward } from './rendered-email.js';

const HEADINGS: Readonly<Record<string, number>> = { h1: 2, h2: 1.5, h3: 1.17, h4: 1, h5: 0.83, h6: 0.67 };
/** What sizes in words are, in CSS pixels, where 16 is the usual. */
const WORDS: Readonly<Record<string, number>> = {
  'xx-small': 9,
  'x-small': 10,
  small: 13,
  medium: 16,
  large: 18,
  'x-large': 24,
  'xx-large': 32,
};

/** Whether text in an element is large as WCAG has it, so that less contrast will do: 24 px, or 18.66 px in bold. */
export function isLargeText(element: EmailElement): boolean {
  const size = sizeOf([...outward(element)]);
  return size >= 24 || (size >= 18.66 && isBold(element));
}

/** In CSS pixels. */
function sizeOf([element, ...others]: readonly EmailElement[]): number {
  if (element === undefined) return 16;
  const written = element.styles.light.get('font-size')?.trim().toLowerCase();
  const heading = HEADINGS[element.name];
  if (written === undefined) return sizeOf(others) * (heading ?? 1);
  const number = Number.parseFloat(written);
  if (/^[\d.]+px/.test(written)) return number;
  if (/^[\d.]+pt/.test(written)) return (number * 4) / 3;
  if (/^[\d.]+rem/.test(written)) return number * 16;
  if (/^[\d.]+em/.test(written)) return number * sizeOf(others);
  if (/^[\d.]+%/.test(written)) return (number / 100) * sizeOf(others);
  return WORDS[written] ?? sizeOf(others);
}

function isBold(element: EmailElement): boolean {
  for (const { name, styles } of outward(element)) {
    const weight = styles.light.get('font-weight')?.trim().toLowerCase();
    if (weight !== undefined && weight !== 'inherit') return /^bold/.test(weight) || Number.parseInt(weight, 10) >= 700;
    if (/^(?:h[1-6]|b|strong|th)$/.test(name)) return true;
  }
  return false;
}

import { remember } from '../remember.js';
import { blend, type Color, parseColor } from './color.js';
import type { EmailElement, Mode } from './rendered-email.js';

/** The colour of text that stands right in an element, and what is behind it; null where a picture, a gradient or the client decides. */
export function textColors(element: EmailElement, mode: Mode): { readonly text: Color; readonly behind: Color } | null {
  // Half see-through, it takes on what is behind in a way of its own.
  if (isSeeThrough[mode](element)) return null;
  const behind = colorBehind[mode](element);
  const text = colorOf[mode](element);
  return behind === null || text === null ? null : { text: blend(text, behind), behind };
}

type Ask<T> = (element: EmailElement) => T;

/** A question about an element whose answer may be that for what it stands in: asked once for each. */
function inBothModes<T>(answer: (element: EmailElement, mode: Mode, outer: Ask<T>) => T): Record<Mode, Ask<T>> {
  const light: Ask<T> = remember((element: EmailElement): T => answer(element, 'light', light));
  const dark: Ask<T> = remember((element: EmailElement): T => answer(element, 'dark', dark));
  return { light, dark };
}

const isSeeThrough = inBothModes<boolean>((element, mode, outer) => {
  if (Number.parseFloat(element.styles[mode].get('opacity') ?? '1') < 1) return true;
  return element.parent !== null && outer(element.parent);
});

const colorOf = inBothModes<Color | null>(({ name, attributes, styles, parent }, mode, outer) => {
  const color = styles[mode].get('color');
  if (color !== undefined && !/^(?:inherit|unset|currentcolor)$/i.test(color)) return parseColor(color);
  if (color === undefined && name === 'a' && attributes.href !== undefined) return mode === 'light' ? LINK : null;
  if (parent !== null) return outer(parent);
  return mode === 'light' ? BLACK : null;
});

const colorBehind = inBothModes<Color | null>(({ attributes, styles, parent }, mode, outer) => {
  const picture = styles[mode].get('background-image') ?? 'none';
  if (!/^(?:none|initial|unset)$/i.test(picture) || attributes.background !== undefined) return null;
  const written = styles[mode].get('background-color');
  const isOwn = written !== undefined && !/^(?:inherit|initial|unset|none)$/i.test(written);
  const color = isOwn ? parseColor(written) : null;
  if (isOwn && (color === null || color.alpha === 1)) return color;
  // What a dark client shows behind everything is its own affair.
  const behind = parent !== null ? outer(parent) : mode === 'light' ? WHITE : null;
  return behind === null || color === null ? behind : blend(color, behind);
});

const WHITE: Color = { rgb: [255, 255, 255], alpha: 1 };
const BLACK: Color = { rgb: [0, 0, 0], alpha: 1 };
/** What browsers give a link that nobody gave a colour. */
const LINK: Color = { rgb: [0, 0, 238], alpha: 1 };

import { blend, type Color, parseColor } from './color.js';
import { type EmailElement, type Mode, outward } from './rendered-email.js';

/** The colour of text that stands right in an element, and what is behind it; null where a picture, a gradient or the client decides. */
export function textColors(element: EmailElement, mode: Mode): { readonly text: Color; readonly behind: Color } | null {
  const trail = [...outward(element)];
  // Half see-through, it takes on what is behind in a way of its own.
  if (trail.some(({ styles }) => Number.parseFloat(styles[mode].get('opacity') ?? '1') < 1)) return null;
  const behind = colorBehind(trail, mode);
  const text = colorOf(trail, mode);
  return behind === null || text === null ? null : { text: blend(text, behind), behind };
}

function colorOf(trail: readonly EmailElement[], mode: Mode): Color | null {
  for (const { name, attributes, styles } of trail) {
    const color = styles[mode].get('color');
    if (color !== undefined && !/^(?:inherit|unset|currentcolor)$/i.test(color)) return parseColor(color);
    if (color === undefined && name === 'a' && attributes.href !== undefined) return mode === 'light' ? LINK : null;
  }
  return mode === 'light' ? BLACK : null;
}

function colorBehind(trail: readonly EmailElement[], mode: Mode): Color | null {
  const layers: Color[] = [];
  for (const { attributes, styles } of trail) {
    const picture = styles[mode].get('background-image') ?? 'none';
    if (!/^(?:none|initial|unset)$/i.test(picture) || attributes.background !== undefined) return null;
    const written = styles[mode].get('background-color');
    if (written === undefined || /^(?:inherit|initial|unset|none)$/i.test(written)) continue;
    const color = parseColor(written);
    if (color === null) return null;
    layers.push(color);
    if (color.alpha === 1) return flatten(layers);
  }
  // What a dark client shows behind everything is its own affair.
  return mode === 'light' ? flatten([...layers, WHITE]) : null;
}

/** The nearest first; the last is opaque. */
function flatten(layers: readonly Color[]): Color {
  return layers.reduceRight((behind, layer) => blend(layer, behind));
}

const WHITE: Color = { rgb: [255, 255, 255], alpha: 1 };
const BLACK: Color = { rgb: [0, 0, 0], alpha: 1 };
/** What browsers give a link that nobody gave a colour. */
const LINK: Color = { rgb: [0, 0, 238], alpha: 1 };

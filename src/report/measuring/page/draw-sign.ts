import { type Html, html } from '../../page/html.js';

/** Shapes that are told apart without colours, and on paper. */
export type Sign = 'yes' | 'no' | 'open' | 'warning' | 'nothing';

const SHAPES: Readonly<Record<Sign, Html>> = {
  yes: html`<circle cx="8" cy="8" r="7.5"/><path class="sign" d="M4.500 8.200L7 10.700L11.500 5.500"/>`,
  no: html`<rect x="0.500" y="0.500" width="15" height="15" rx="2"/><path class="sign" d="M5 5L11 11M11 5L5 11"/>`,
  open: html`<circle class="hollow" cx="8" cy="8" r="6.750"/><circle cx="5" cy="8" r="1"/><circle cx="8" cy="8" r="1"/><circle cx="11" cy="8" r="1"/>`,
  warning: html`<path d="M8 0.500L15.750 15H0.250Z"/><path class="sign" d="M8 5.500V10M8 12.200V12.800"/>`,
  nothing: html`<circle class="hollow dashed" cx="8" cy="8" r="6.750"/><path class="stroke" d="M5 8H11"/>`,
};

/** A shape beside the words that it stands for. */
export function drawSign(sign: Sign): Html {
  return html`<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">${SHAPES[sign]}</svg>`;
}

import type { Verdict } from '../../../model/measurement.js';
import { type Html, html } from '../../page/html.js';
import { VERDICT_NAMES } from '../verdict-words.js';
import { drawSign, type Sign } from './draw-sign.js';

const SIGNS: Readonly<Record<Verdict['kind'], Sign>> = {
  worth_running: 'yes',
  not_worth_running: 'no',
  undecided: 'open',
  invalid: 'warning',
  not_answerable: 'nothing',
};

/** The verdict in two words, with its shape. */
export function verdictBadge({ kind }: Verdict): Html {
  return html`<span class="badge is-${kind}">${drawSign(SIGNS[kind])}${VERDICT_NAMES[kind]}</span>`;
}

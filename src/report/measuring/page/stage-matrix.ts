import { compareText } from '../../../model/diagnostic.js';
import type { Arm } from '../../../model/exposure.js';
import type { CampaignReport } from '../../../model/measurement.js';
import { plainName } from '../../docs/plain-names.js';
import { type Html, html, type Piece } from '../../page/html.js';
import { countWords, decimalWords, percentWords, signed } from '../number-words.js';
import { percentOf } from './axis.js';

/** Who moved from which stage to which, in both arms: a row for where they were, a column for where they are. */
export function drawStages({ stages }: CampaignReport): Html | null {
  if (stages.length === 0) return null;
  const names = (end: 'from' | 'to'): readonly string[] =>
    [...new Set(stages.map((move) => move[end]))].sort(compareText);
  const count = (arm: Arm, from: string, to: string | null): number =>
    stages
      .filter((move) => move.arm === arm && move.from === from && (to === null || move.to === to))
      .reduce((sum, { people }) => sum + people, 0);
  const rows = names('from').map((from) => {
    const all = { sent: count('sent', from, null), held: count('held', from, null) };
    const cells = names('to').map((to) => {
      const moved = { sent: count('sent', from, to), held: count('held', from, to) };
      return html`<td${to === from && html` class="same"`}>${drawCell(moved, all)}</td>`;
    });
    return html`<tr><th scope="row">${plainName(from)}<small>${countWords(all.sent)} sent to, ${countWords(all.held)} held out</small></th>${cells}</tr>`;
  });
  return html`<section><h4>Moves between stages</h4><p class="lead">Where people were just before the first message, and where they are at the end of their time: shares of each row, among people it was sent to and among people held out.</p>
<div class="scroll" role="group" aria-label="Moves between stages" tabindex="0"><table class="matrix"><thead><tr><th scope="col">From</th>${names('to').map((to) => html`<th scope="col">to ${plainName(to)}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function drawCell(moved: Readonly<Record<Arm, number>>, all: Readonly<Record<Arm, number>>): Piece {
  if (moved.sent + moved.held === 0) return html`<span class="none">–</span>`;
  const share = (arm: Arm): number | null => (all[arm] === 0 ? null : moved[arm] / all[arm]);
  const line = (arm: Arm, word: string): Html => {
    const value = share(arm);
    return html`<span class="pair"><span class="of">${word}</span><svg class="share" width="100%" height="8" aria-hidden="true"><rect class="ground" width="100%" height="8" rx="2"/>${value !== null && html`<rect class="of-${arm}" width="${percentOf(value)}" height="8" rx="2"/>`}</svg><span class="number">${value === null ? '–' : percentWords(value)}</span></span>`;
  };
  const [sent, held] = [share('sent'), share('held')];
  return html`${line('sent', 'sent')}${line('held', 'held')}${sent !== null && held !== null && html`<small>${signed(decimalWords((sent - held) * 100, 2))} points</small>`}`;
}

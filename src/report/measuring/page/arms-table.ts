import type { Arm } from '../../../model/exposure.js';
import type { CampaignReport } from '../../../model/measurement.js';
import { metricWords } from '../../docs/metric-words.js';
import { plainName } from '../../docs/plain-names.js';
import { type Html, html } from '../../page/html.js';
import { durationWords } from '../../plan/duration-words.js';
import { countWords, decimalWords, valueWords } from '../number-words.js';

/** Who is in which arm, and what they did: counts, which hold whatever the verdict is. */
export function drawArms({ question, exposed, counted, primary, otherMessages, verdict }: CampaignReport): Html {
  const currency = question.economics?.currency ?? null;
  const name = plainName(primary.metric);
  // Side by side the arms ask to be compared, and those that are not sound may not be.
  const mayBeCompared = verdict.kind !== 'invalid';
  const row = (arm: Arm, title: string): Html => {
    const { active, value } = primary.arms[arm];
    const other = otherMessages[arm];
    return html`<tr><th scope="row"><span class="swatch of-${arm}"></span>${title}</th><td>${countWords(exposed[arm])}</td><td>${countWords(counted[arm])}</td>${mayBeCompared && html`<td>${countWords(active)}</td><td>${value === null ? '–' : valueWords(value, primary.unit, currency)}</td><td>${other === null ? '–' : decimalWords(other, 2)}</td>`}</tr>`;
  };
  return html`<section><h4>People</h4><p class="lead">“${name}” is ${metricWords(question.kpi.measure)}, in the ${durationWords(question.window)} from the first message that went, or would have gone.</p>
<div class="scroll" role="group" aria-label="People in each arm" tabindex="0"><table class="numbers"><thead><tr><th scope="col">Arm</th><th scope="col">People</th><th scope="col">Their time is over</th>${mayBeCompared && html`<th scope="col">With ${name}</th><th scope="col">${name}</th><th scope="col">Other messages each</th>`}</tr></thead><tbody>${row('sent', 'Sent to')}${row('held', 'Held out')}</tbody></table></div></section>`;
}

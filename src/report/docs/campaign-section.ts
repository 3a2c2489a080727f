import type { CampaignDocs, Docs } from '../../model/docs.js';
import { type Html, html } from '../page/html.js';
import { plural } from '../plural.js';
import { campaignAnchor } from './anchors.js';
import { drawCalendar } from './calendar-picture.js';
import { hoursWords } from './calendar-words.js';
import { audienceWords, campaignFacts, capital, startWords } from './campaign-words.js';
import { longDay } from './day-words.js';
import { drawFlow } from './flow/draw-flow.js';
import { layoutFlow } from './flow/layout-flow.js';
import { KIND_WORDS, meaningWords, valueWords } from './name-words.js';
import { plainLiquid } from './plain-liquid.js';
import { plainName } from './plain-names.js';
import { holdoutWords } from './stage-map.js';
import { messageTitle, type StoryStep, stepStory } from './step-story.js';
import { summarize } from './summary.js';
import { languagesOf, messagesOf, preheaderOf } from './template-docs.js';

/** Everything about one campaign: what it is for, what happens, when, with which messages, from what it knows, and who changed it. */
export function campaignSection(docs: Docs, one: CampaignDocs): Html {
  const { plan } = docs;
  const { campaign, calendar, file } = one;
  const anchor = campaignAnchor(campaign.id);
  const story = stepStory(plan, campaign.steps);
  const starts = campaign.triggers.map((trigger, index) =>
    capital(`${index === 0 ? '' : 'or '}${startWords(trigger)}`),
  );
  const flow = layoutFlow(starts, audienceWords(campaign), story);
  const messages = messagesOf(campaign).length;
  return html`<article id="${anchor}" data-find="${campaign.id}" aria-labelledby="${anchor}-name">
<header><h3 id="${anchor}-name"><bdi>${campaign.name}</bdi></h3><p class="goal" dir="auto">${campaign.goal}</p>
<ul class="chips">${campaign.owner !== null && html`<li><span class="unseen">Owner: </span><bdi>${campaign.owner}</bdi></li>`}<li>${plural(messages, 'message')}</li><li>Holdout ${holdoutWords(campaign.holdout)}</li><li>Priority ${campaign.priority}</li><li><code>${file}</code></li></ul></header>
<dl class="facts">${campaignFacts(docs, campaign).map(({ label, text }) => html`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl>
<section class="what"><h4>What happens</h4><p class="summary" dir="auto">${summarize(plan, campaign)}</p><div class="both${flow.width > 520 && ' wide'}"><div class="scroll" role="group" aria-label="Picture of the flow" tabindex="0">${drawFlow(flow, `The flow of ${campaign.name}. The words beside it say the same.`)}</div><div class="story">${tell(story)}</div></div></section>
<section><h4>The next 14 days</h4><p class="lead">${hoursWords(calendar, campaign)}</p>${drawCalendar(calendar, campaign, plan.policies)}</section>
${messagesTable(docs, one)}
${variablesTable(docs, one)}
${changes(docs, one)}
</article>
`;
}

function tell(steps: readonly StoryStep[]): Html {
  return html`<ol>${steps.map(({ when, who, what, more, ways }) => {
    const head = capital([when ?? 'at once', ...(who === null ? [] : [`only for ${who}`])].join(', '));
    return html`<li><span class="when">${head}</span> <span class="does">${what}</span>${more.map((line) => html`<span class="more">${line}</span>`)}${ways.length > 0 && html`<ul>${ways.map((way) => html`<li><span class="if">${capital(way.label)}</span>${way.steps.length === 0 ? html`<span class="more">go on</span>` : tell(way.steps)}</li>`)}</ul>`}</li>`;
  })}</ol>`;
}

function messagesTable({ plan, preview }: Docs, { campaign }: CampaignDocs): Html {
  const rows = messagesOf(campaign).map(
    ({ step, message }) =>
      html`<tr><th scope="row">${preview === null ? plainName(step) : html`<a href="${encodeURI(preview)}#${campaign.id}/${step}">${plainName(step)}</a>`}</th><td dir="auto">${messageTitle(plan, message)}${preheaderOf(plan, message.template) !== '' && html`<small dir="auto">${plainLiquid(preheaderOf(plan, message.template))}</small>`}</td><td><code>${message.template}</code></td><td>${languagesOf(plan, message.template).join(', ')}</td></tr>`,
  );
  return html`<section><h4>Messages</h4><div class="scroll" role="group" aria-label="Messages of ${campaign.name}" tabindex="0"><table><thead><tr><th scope="col">Step</th><th scope="col">What an inbox shows</th><th scope="col">Template</th><th scope="col">In</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function variablesTable({ plan, names }: Docs, { campaign, uses }: CampaignDocs): Html | null {
  const used = names.filter(({ key }) => uses.includes(key));
  if (used.length === 0) return null;
  const rows = used.map(
    (name) =>
      html`<tr><th scope="row">${plainName(name.name)}</th><td>${KIND_WORDS[name.kind].one}</td><td dir="auto">${capital(meaningWords(plan, name)) || '–'}${name.value !== null && html`<small>${valueWords(name.value)}</small>`}</td><td><code>${name.place === null ? 'built in' : `${name.place.file}:${name.place.line}`}</code></td></tr>`,
  );
  return html`<section><h4>What it knows of people</h4><div class="scroll" role="group" aria-label="Names that ${campaign.name} uses" tabindex="0"><table><thead><tr><th scope="col">Name</th><th scope="col">Kind</th><th scope="col">Meaning</th><th scope="col">Declared in</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function changes({ history }: Docs, { commits }: CampaignDocs): Html | null {
  if (history.kind === 'unknown') return null;
  const list =
    commits.length === 0
      ? html`<p class="note">Nothing of it was committed yet.</p>`
      : html`<ol class="changes">${commits.map(({ hash, date, author, subject }) => html`<li><time datetime="${date}">${longDay(date)}</time> <span dir="auto">${subject}</span> <small><bdi>${author}</bdi> · <code>${hash.slice(0, 7)}</code></small></li>`)}</ol>`;
  return html`<section><h4>Changes</h4>${list}</section>`;
}

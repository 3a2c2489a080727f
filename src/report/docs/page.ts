import { type Docs, NAME_KINDS } from '../../model/docs.js';
import { type Html, html } from '../page/html.js';
import { writePage } from '../page/write-page.js';
import { conditionWords } from '../plan/condition-words.js';
import { plural } from '../plural.js';
import { campaignAnchor } from './anchors.js';
import { campaignSection } from './campaign-section.js';
import { policySentences } from './campaign-words.js';
import { longDay } from './day-words.js';
import { docsStyle } from './docs-style.js';
import { historyWords } from './history-words.js';
import { indexSection } from './index-section.js';
import { KIND_WORDS } from './name-words.js';
import { plainCondition, plainName } from './plain-names.js';
import { drawStageMap } from './stage-map.js';
import { messagesOf } from './template-docs.js';

/** The documentation of a project as one page; `script` finds things on it, and without it nothing is missing but that. */
export function printDocsPage(docs: Docs, script: string): string {
  const { plan, campaigns } = docs;
  const body = html`<a class="skip" href="#content">Skip to the content</a>
<div class="page">
${sidebar(docs)}
<main id="content">
${head(docs)}
${plan.stages.length > 0 && stages(docs)}
<section class="rules" id="rules"><h2>Rules for every campaign</h2><ul class="plain">${policySentences(plan).map((text) => html`<li>${text}</li>`)}</ul></section>
<div data-group><h2 class="over" id="campaigns">Campaigns</h2>
${campaigns.map((one) => campaignSection(docs, one))}</div>
${indexSection(docs)}
</main>
</div>`;
  return writePage({ lang: 'en', title: `${plan.project}: campaigns`, style: docsStyle, body: body.text, script });
}

function sidebar({ plan, campaigns, names }: Docs): Html {
  const kinds = NAME_KINDS.filter((kind) => names.some((name) => name.kind === kind));
  return html`<nav class="sidebar" aria-label="Contents">
<p class="brand"><bdi>${plan.project}</bdi></p>
<div class="find" hidden><label for="find" class="unseen">Find</label><input id="find" type="search" placeholder="Find anything" autocomplete="off" spellcheck="false"><p id="found" role="status"></p></div>
<ul>${plan.stages.length > 0 && html`<li><a href="#stages">The portfolio by stage</a></li>`}<li><a href="#rules">Rules for every campaign</a></li></ul>
<div data-group><p class="kicker">Campaigns</p><ul>${campaigns.map(
    ({ campaign }) =>
      html`<li data-find="${campaign.id}"><a href="#${campaignAnchor(campaign.id)}"><bdi>${campaign.name}</bdi></a></li>`,
  )}</ul></div>
<p class="kicker">Who uses what</p><ul><li><a href="#templates">Templates</a></li><li><a href="#topics">Topics</a></li>${kinds.map(
    (kind) => html`<li><a href="#${kind}s">${KIND_WORDS[kind].many}</a></li>`,
  )}</ul>
</nav>`;
}

function head(docs: Docs): Html {
  const { plan, campaigns, day, history } = docs;
  const messages = campaigns.flatMap(({ campaign }) => messagesOf(campaign));
  const emails = messages.filter(({ message }) => message.channel === 'email').length;
  const count = (number: number, noun: string): Html =>
    html`<li><b>${number}</b> ${plural(number, noun).replace(/^\d+ /, '')}</li>`;
  return html`<header class="head"><p class="kicker">Lifecycle marketing</p><h1><bdi>${plan.project}</bdi></h1>
<ul class="counts">${count(campaigns.length, 'campaign')}${count(emails, 'email')}${messages.length > emails && count(messages.length - emails, 'other message')}${plan.stages.length > 0 && count(plan.stages.length, 'stage')}${count(Object.keys(plan.segments).length, 'segment')}</ul>
<p class="asof">Calendars begin on ${longDay(day)}, on the clock of ${plan.timezone}. ${historyWords(history)}</p></header>`;
}

function stages(docs: Docs): Html {
  return html`<section id="stages" data-group><h2>The portfolio by stage</h2>
<p class="lead">Which campaign reaches people of which stage, and where they are as soon as its goal happens.</p>
${drawStageMap(docs)}
<details class="as-table"><summary>What the stages mean</summary><ol class="stages-list">${docs.plan.stages.map(
    ({ id, when }) =>
      html`<li><b>${plainName(id)}</b> ${when === null ? 'everybody else' : `people ${conditionWords(plainCondition(when))}`}</li>`,
  )}</ol><p class="note">Everybody is in the first of these that fits.</p></details></section>`;
}

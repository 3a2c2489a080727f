import type { Channel } from '../../model/channel.js';
import { formatPercentage } from '../../model/percentage.js';
import type { PlanCampaign, Step } from '../../model/plan.js';
import type { Cell } from '../../model/preview.js';
import { escapeAttribute, escapeXml } from '../escape-xml.js';
import { awaitedWords } from '../plan/awaited-words.js';
import { conditionWords } from '../plan/condition-words.js';
import { triggerWords } from '../plan/show-plan.js';
import { delayWords } from '../plan/show-step.js';
import { plural } from '../plural.js';
import type { Shown } from './preview-data.js';

/** As people call the channels. */
const CHANNEL_NAMES: Readonly<Record<Channel, string>> = {
  email: 'Email',
  sms: 'SMS',
  whatsapp: 'WhatsApp',
  push: 'Push',
  in_app: 'In-app',
  webhook: 'Webhook',
};

/** What stands in the list beside a message, by its id. */
export interface ListedMessage {
  readonly index: number;
  readonly channel: Channel;
  readonly variant: string | null;
  readonly subject: string;
  readonly findings: number;
  readonly hasError: boolean;
  /** Only in a comparison. */
  readonly change: 'changed' | 'added' | 'removed' | null;
}

/** How many campaigns are shown open: beyond them the list would have no end. */
const MANY = 12;

/** The campaigns as timelines, each message a link into the page: of those with messages that are shown. */
export function writeTimelines(
  campaigns: readonly PlanCampaign[],
  listed: ReadonlyMap<string, readonly ListedMessage[]>,
): string {
  const shown = campaigns.filter(({ id }) => [...listed.keys()].some((key) => key.startsWith(`${id}/`)));
  return shown.map((campaign) => writeCampaign(campaign, listed, shown.length <= MANY)).join('\n');
}

/** The campaigns with nothing but the messages that are listed. */
export function writeChangedMessages(
  campaigns: Shown['campaigns'],
  listed: ReadonlyMap<string, readonly ListedMessage[]>,
): string {
  return campaigns
    .map(({ id, name }) => {
      const own = [...listed].filter(([key]) => key.startsWith(`${id}/`));
      const links = own.flatMap(([key, messages]) =>
        messages.map((one) => `<li class="step">${writeLink(id, key.slice(id.length + 1), one)}</li>`),
      );
      if (links.length === 0) return '';
      return `<details class="campaign" open>
<summary><h2>${escapeXml(name)}</h2> <code>${escapeXml(id)}</code></summary>
<ol class="flow flow-plain">${links.join('')}</ol>
</details>`;
    })
    .join('\n');
}

function writeCampaign(
  campaign: PlanCampaign,
  listed: ReadonlyMap<string, readonly ListedMessage[]>,
  isOpen: boolean,
): string {
  const { id, name, triggers, steps } = campaign;
  const starts = triggers.map(triggerWords).join(', or ');
  return `<details class="campaign"${isOpen ? ' open' : ''}>
<summary><h2>${escapeXml(name)}</h2> <code>${escapeXml(id)}</code></summary>
<p class="starts"><span class="word">Starts</span> ${escapeXml(starts)}</p>
${writeSteps(id, steps, listed)}
</details>`;
}

function writeSteps(
  campaign: string,
  steps: readonly Step[],
  listed: ReadonlyMap<string, readonly ListedMessage[]>,
): string {
  if (steps.length === 0) return '<ol class="flow"><li class="step"><p class="word">nothing more</p></li></ol>';
  return `<ol class="flow">${steps.map((step) => writeStep(campaign, step, listed)).join('')}</ol>`;
}

function writeStep(campaign: string, step: Step, listed: ReadonlyMap<string, readonly ListedMessage[]>): string {
  const { action } = step;
  const inside = (words: string, steps: readonly Step[]): string =>
    `<div class="way"><p class="way-name">${escapeXml(words)}</p>${writeSteps(campaign, steps, listed)}</div>`;
  const head = [
    ...(step.delay === null ? [] : [`<p class="wait">${escapeXml(delayWords(step.delay))}</p>`]),
    ...(step.when === null ? [] : [`<p class="only">only people ${escapeXml(conditionWords(step.when))}</p>`]),
  ].join('');
  const fork = (words: string, ways: readonly string[]): string =>
    `<li class="step step-fork">${head}<p class="fork">${escapeXml(words)}</p>${ways.join('')}</li>`;
  switch (action.kind) {
    case 'message': {
      const links = (listed.get(`${campaign}/${step.id}`) ?? []).map((one) => writeLink(campaign, step.id, one));
      if (links.length > 0) return `<li class="step step-message">${head}${links.join('')}</li>`;
      return `<li class="step step-quiet">${head}<p class="quiet">${CHANNEL_NAMES[action.channel]} ${escapeXml(step.id)}</p></li>`;
    }
    case 'exit':
      return `<li class="step step-exit">${head}<p class="exit">Leave: ${escapeXml(action.reason)}</p></li>`;
    case 'branch':
      return fork(
        'One of',
        action.branches.map(({ when, steps }) =>
          inside(when === null ? 'everybody else' : `people ${conditionWords(when)}`, steps),
        ),
      );
    case 'split':
      return fork(
        'By chance',
        action.variants.map(({ id, weight, steps }) => inside(`${formatPercentage(weight)} get ${id}`, steps)),
      );
    case 'wait_for':
      return fork(`Wait for ${awaitedWords(action.for)}`, [
        inside('if it comes', action.met),
        inside('if not', action.otherwise),
      ]);
  }
}

function writeLink(campaign: string, step: string, message: ListedMessage): string {
  const { index, channel, variant, subject, findings, hasError, change } = message;
  const id = variant === null ? `${campaign}/${step}` : `${campaign}/${step}/${variant}`;
  const count =
    findings === 0
      ? ''
      : `<span class="count${hasError ? ' count-error' : ''}" title="${plural(findings, 'finding')}">${findings}<span class="unseen"> ${findings === 1 ? 'finding' : 'findings'}</span></span>`;
  const changed = change === null ? '' : `<span class="change-sign change-${change}">${change}</span>`;
  return `<a href="#${escapeAttribute(id)}" data-message="${index}"><svg class="channel" aria-hidden="true"><use href="#sign-${channel}"/></svg><span class="unseen">${CHANNEL_NAMES[channel]}: </span><span class="subject" dir="auto">${escapeXml(subject)}</span><span class="step-line"><code>${escapeXml(variant === null ? step : `${step}/${variant}`)}</code>${changed}${count}</span></a>`;
}

/** What is listed of each message that is shown, by `CAMPAIGN/STEP`: the subject is that of the first person. */
export function listMessages(shown: Shown): ReadonlyMap<string, readonly ListedMessage[]> {
  const byMessage = new Map<string, Shown['cells'][number][]>();
  for (const pair of shown.cells) {
    const id = (pair.now ?? pair.before)!.message;
    byMessage.set(id, [...(byMessage.get(id) ?? []), pair]);
  }
  const listed = new Map<string, ListedMessage[]>();
  for (const [index, { id, campaign, step, variant, channel }] of shown.messages.entries()) {
    const pairs = byMessage.get(id) ?? [];
    const findings = new Map(
      pairs
        .flatMap(({ now }) => now?.findings ?? [])
        .map((one) => [JSON.stringify([one.code, one.message, one.span]), one]),
    );
    const key = `${campaign}/${step}`;
    const one: ListedMessage = {
      index,
      channel,
      variant,
      subject: subjectOf(pairs[0]?.now ?? pairs[0]?.before ?? null),
      findings: findings.size,
      hasError: [...findings.values()].some(({ severity }) => severity === 'error'),
      change: shown.against !== null ? changeOf(pairs) : null,
    };
    listed.set(key, [...(listed.get(key) ?? []), one]);
  }
  return listed;
}

function changeOf(pairs: Shown['cells']): ListedMessage['change'] {
  if (pairs.every(({ before }) => before === null)) return 'added';
  return pairs.every(({ now }) => now === null) ? 'removed' : 'changed';
}

/** A message in one line. */
export function subjectOf(cell: Cell | null): string {
  if (cell === null) return '';
  const { content } = cell;
  switch (content.kind) {
    case 'email':
      return content.subject;
    case 'words':
      return [...(content.title ?? content.text)].slice(0, 120).join('');
    case 'none':
      return 'Held back';
  }
}

import type { CampaignDocs, Docs } from '../../model/docs.js';
import { NAME_KINDS } from '../../model/docs.js';
import { escapeMarkdown } from '../escape-markdown.js';
import { conditionWords } from '../plan/condition-words.js';
import { plural } from '../plural.js';
import { holidayOf, hoursWords, momentWords } from './calendar-words.js';
import { campaignFacts, capital, policySentences } from './campaign-words.js';
import { longDay, shortDay } from './day-words.js';
import { historyWords } from './history-words.js';
import { moveWords } from './move-words.js';
import { KIND_WORDS, meaningWords, valueWords } from './name-words.js';
import { plainLiquid } from './plain-liquid.js';
import { plainCondition, plainName } from './plain-names.js';
import { messageTitle, type StoryStep, stepStory } from './step-story.js';
import { summarize } from './summary.js';
import { languagesOf, messagesOf, preheaderOf, subjectOf, templatesIn, usersBy } from './template-docs.js';

const say = escapeMarkdown;

/** The documentation of a project as Markdown for a wiki: everything but the pictures. */
export function printDocsMarkdown(docs: Docs): string {
  const { plan, campaigns } = docs;
  const messages = campaigns.reduce((sum, { campaign }) => sum + messagesOf(campaign).length, 0);
  const parts = [
    `# ${say(plan.project)}\n`,
    `${plural(campaigns.length, 'campaign')}, ${plural(messages, 'message')}. Calendars from ${longDay(docs.day)} (${say(plan.timezone)}). ${say(historyWords(docs.history))}\n`,
    stages(docs),
    `## Rules for every campaign\n\n${list(policySentences(plan))}`,
    ...campaigns.map((campaign) => campaignPart(docs, campaign)),
    index(docs),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function stages({ plan, campaigns }: Docs): string {
  if (plan.stages.length === 0) return '';
  const definitions = plan.stages.map(({ id, when }) =>
    when === null
      ? `**${say(plainName(id))}**: everybody else`
      : `**${say(plainName(id))}**: people ${say(conditionWords(plainCondition(when)))}`,
  );
  const rows = campaigns.map(({ campaign, moves }) => [
    say(campaign.name),
    moves.map((move) => say(moveWords(move))).join('<br>'),
    say(holdoutCell(campaign.holdout)),
    say(campaign.owner ?? ''),
  ]);
  return `## The portfolio by stage\n\nEverybody is in the first stage that fits:\n\n${definitions.map((one) => `1. ${one}\n`).join('')}
Where people are as soon as the goal of a campaign happens:\n\n${table(['Campaign', 'Moves people', 'Holdout', 'Owner'], rows)}`;
}

function holdoutCell(holdout: number): string {
  return holdout === 0 ? 'none' : `${Number((holdout * 100).toFixed(2))}%`;
}

function campaignPart(docs: Docs, one: CampaignDocs): string {
  const { plan } = docs;
  const { campaign, calendar, commits, file, uses } = one;
  const facts = campaignFacts(docs, campaign).map(({ label, text }) => `**${label}**: ${say(text)}`);
  const moments = calendar.moments.map((moment) => `${shortDay(moment.date)}: ${momentWords(moment)}`);
  const holidays = calendar.days.flatMap((day) => holidayOf(day, plan) ?? []);
  const emails = messagesOf(campaign).map(({ step, message }) => [
    say(plainName(step)),
    say(messageTitle(plan, message)),
    say(plainLiquid(preheaderOf(plan, message.template))),
    say(message.template),
    say(languagesOf(plan, message.template).join(', ')),
  ]);
  const names = docs.names.filter(({ key }) => uses.includes(key));
  const variables = names.map((name) => [
    say(plainName(name.name)),
    KIND_WORDS[name.kind].one,
    say(capital(meaningWords(plan, name))),
    name.value === null ? '' : say(valueWords(name.value)),
    say(name.place === null ? 'built in' : `${name.place.file}:${name.place.line}`),
  ]);
  const history = commits.map(({ date, author, subject }) => `${date}, ${say(author)}: ${say(subject)}`);
  return [
    `## ${say(campaign.name)}\n`,
    `*${say(campaign.goal)}*${campaign.owner === null ? '' : ` Owner: ${say(campaign.owner)}.`} (${say(file)})\n`,
    facts.map((fact) => `- ${fact}\n`).join(''),
    `### What happens\n\n${say(summarize(plan, campaign))}\n\n${story(stepStory(plan, campaign.steps), '')}`,
    `### The next 14 days\n\n${say(hoursWords(calendar, campaign))}\n${moments.length + holidays.length === 0 ? '' : `\n${list([...moments, ...holidays])}`}`,
    `### Messages\n\n${table(['Step', 'Subject', 'Preheader', 'Template', 'Languages'], emails)}`,
    ...(variables.length === 0
      ? []
      : [`### What it knows of people\n\n${table(['Name', 'Kind', 'Meaning', 'Value', 'Declared in'], variables)}`]),
    ...(history.length === 0 ? [] : [`### Changes\n\n${history.map((line) => `- ${line}\n`).join('')}`]),
  ].join('\n');
}

function story(steps: readonly StoryStep[], indent: string): string {
  return steps
    .map(({ when, who, what, more, ways }, index) => {
      const head = [when === null ? 'at once' : when, who === null ? null : `only for ${who}`].filter(
        (word) => word !== null,
      );
      const below = `${indent}   `;
      return [
        `${indent}${index + 1}. ${say(capital(head.join(', ')))}: ${say(what)}\n`,
        ...more.map((line) => `${below}- ${say(line)}\n`),
        ...ways.map(
          (way) =>
            `${below}- *${say(way.label)}*${way.steps.length === 0 ? ': go on\n' : `\n${story(way.steps, `${below}  `)}`}`,
        ),
      ].join('');
    })
    .join('');
}

function index(docs: Docs): string {
  const { plan } = docs;
  const named = (ids: readonly string[]): string => (ids.length === 0 ? 'no campaign' : ids.map(say).join(', '));
  const topics = usersBy(docs, ({ message }) => [message.topic]);
  const kinds = NAME_KINDS.flatMap((kind) => {
    const names = docs.names.filter((name) => name.kind === kind);
    const rows = names.map((name) => [
      say(plainName(name.name)),
      say(capital(meaningWords(plan, name))),
      name.value === null ? '' : say(valueWords(name.value)),
      named(name.usedBy),
    ]);
    return names.length === 0
      ? []
      : [`### ${KIND_WORDS[kind].many}\n\n${table(['Name', 'Meaning', 'Value', 'Used by'], rows)}`];
  });
  const templates = [...usersBy(docs, templatesIn)].map(([id, users]) => [
    say(id),
    say(subjectOf(plan, id)),
    named(users),
  ]);
  const subjects = Object.entries(plan.topics).map(([id, { label, consent, transactional }]) => [
    say(label),
    transactional ? 'service: no consent is asked' : `with ${say(consent === null ? '' : plainName(consent))}`,
    named(topics.get(id) ?? []),
  ]);
  return [
    '## Who uses what\n',
    `### Templates\n\n${table(['Template', 'Subject', 'Used by'], templates)}`,
    `### Topics\n\n${table(['Topic', 'Who gets it', 'Used by'], subjects)}`,
    ...kinds,
  ].join('\n');
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${say(line)}\n`).join('');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.\n';
  return `| ${head.join(' | ')} |\n|${head.map(() => '---|').join('')}\n${rows.map((row) => `| ${row.join(' | ')} |\n`).join('')}`;
}

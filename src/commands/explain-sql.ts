import { type Condition, isPlainEvent } from '../model/condition.js';
import type { Trigger } from '../model/plan.js';
import { conditionWords, whereWords } from '../report/plan/condition-words.js';
import { durationWords } from '../report/plan/duration-words.js';
import { joinWords } from '../report/plan/join-words.js';
import { triggerWords } from '../report/plan/show-plan.js';
import { plural } from '../report/plural.js';
import {
  explainCampaign,
  explainPass,
  type Meaning,
  type Pass,
  type Question,
  zoneByName,
} from '../warehouse/explain/explain-asking.js';
import type { Mover } from '../warehouse/keeping.js';
import { findRoot } from './find-root.js';
import { loadPlan } from './load-plan.js';
import { readMoment } from './read-moment.js';
import { selectCampaigns } from './select-campaigns.js';
import type { ExitCode, Terminal } from './terminal.js';

/** What `explain --sql` is to show. */
export interface ExplainSqlOptions {
  readonly project: string | undefined;
  readonly plan: string;
  readonly campaigns: readonly string[];
  /** The moment of asking; now without it. */
  readonly at?: string;
}

/** Prints what the data are asked for campaigns at each tick, as SQL that a person can read, and what of the answers is kept between ticks. Reads no data. */
export function explainSql(terminal: Terminal, options: ExplainSqlOptions): ExitCode {
  const root = findRoot(terminal, options.project);
  const plan = loadPlan(terminal, root, options.plan);
  const chosen = selectCampaigns(plan, options.campaigns);
  const at = options.at === undefined ? terminal.now() : readMoment('--at', options.at, plan.timezone);
  const moments = [{ zone: { code: zoneByName(plan.timezone), name: plan.timezone }, at }];
  const lines = [
    `-- What the data are asked for ${plural(chosen.size, 'campaign')}, as of ${new Date(at).toISOString()} for the people whose time zone is ${plan.timezone}. A tick asks for every zone at once: each has a row of its own in m.`,
    ...passWords(explainPass(plan)),
  ];
  for (const campaign of plan.campaigns.filter(({ id }) => chosen.has(id))) {
    lines.push('', `-- ${campaign.id}: ${campaign.name.replaceAll(/\s+/g, ' ')}`);
    const questions = explainCampaign(plan, campaign, moments);
    if (questions.length === 0) lines.push('-- Nothing is asked of the data.');
    for (const question of questions) lines.push('', ...show(question));
  }
  terminal.out(`${lines.join('\n')}\n`);
  return 0;
}

function show({ about, movers, isKept, sql, legend }: Question): readonly string[] {
  return [
    `-- ${titleOf(about)}`,
    ...(movers === null ? [] : [`-- ${keptWords(movers, isKept, about.kind)}`]),
    ...(about.kind === 'trigger' ? triggerNotes(about.trigger) : []),
    ...(about.kind === 'exit' ? [exitNote(about.condition)] : []),
    ...legend.map(([name, meaning]) => `--   ${name}: ${meaningWords(meaning)}`),
    ...(sql === null ? [] : [`${sql};`]),
  ];
}

function titleOf(about: Question['about']): string {
  switch (about.kind) {
    case 'who':
      return `Who: people ${conditionWords(about.condition)}`;
    case 'trigger':
      return `Starts ${triggerWords(about.trigger)}`;
    case 'exit':
      return `Stops ${exitWords(about.condition)}`;
  }
}

function exitWords(condition: Condition): string {
  if (!isPlainEvent(condition)) return `for people ${conditionWords(condition)}`;
  return `on ${condition.event}${condition.where.length > 0 ? ` where ${whereWords(condition.where)}` : ''}`;
}

function exitNote(condition: Condition): string {
  return isPlainEvent(condition)
    ? '-- A tick looks only at the events of the people inside that came since the last one.'
    : '-- Decided for each of the people inside when a step of theirs is due, or when an event came that it speaks of.';
}

function meaningWords(meaning: Meaning): string {
  return typeof meaning === 'string' ? meaning : `where the last ${durationWords(meaning.startOf)} begin`;
}

/** The walk that answers what is asked of everybody. */
function passWords({ conditions, inSql, parts, features, personTests, eventTests, events }: Pass): readonly string[] {
  if (conditions === 0)
    return ['-- No segment or stage is watched and no schedule has an audience: nothing is asked about everybody.'];
  return [
    `-- One walk through people and their events answers the watched groups of the whole plan, and the audiences of schedules when they fire: ${plural(conditions - inSql, 'condition')} (${inSql} more in a query beside it).`,
    `-- It works out ${plural(parts, 'part')}, ${plural(features, 'feature')}, ${plural(personTests, 'test')} of a profile and ${plural(eventTests, 'test')} of an event, and reads ${events.length === 0 ? 'no events' : `the events ${joinWords(events, 'and')}`}.`,
  ];
}

/** What a tick asks for a trigger beside, or in place of, the statement. */
function triggerNotes({ kind }: Trigger): readonly string[] {
  switch (kind) {
    case 'event':
    case 'inactive':
      return [
        '-- A tick looks only at the stretches of time that matter to it; what `unless` says is decided for each person.',
      ];
    case 'schedule':
      return ['-- When it fires, everybody is asked whether they are in the audience, at that moment.'];
    case 'date':
      return ['-- A tick looks for the profiles whose day came since the last one.'];
    case 'received':
      return ['-- Follows from the record of what was sent; no data are asked for it.'];
    case 'enters':
    case 'leaves':
      return [];
  }
}

function keptWords(movers: readonly Mover[], isKept: boolean, kind: Question['about']['kind']): string {
  const words = joinWords(movers.map(moverWords), 'and');
  const moves = words === '' ? 'It never changes' : `It changes with ${words}`;
  if (kind === 'exit') return `${moves}.`;
  if (kind === 'who') return `${moves}; asked of those for whom something may start, at the moment it starts.`;
  return isKept
    ? `${moves}: kept between ticks, and asked again only about those for whom one of these moved.`
    : `${moves}: asked about everybody at each tick.`;
}

function moverWords(mover: Mover): string {
  switch (mover.kind) {
    case 'data':
      return 'new and changed data';
    case 'window':
      return `events that become older than ${durationWords(mover.duration)}`;
    case 'date':
      return 'dates that pass';
    case 'refresh':
      return 'values that are compared with everybody, at each refresh';
    case 'fading':
      return 'points that fade';
    case 'ledger':
      return 'what was sent to them';
  }
}

import { formatLocal } from '../../calendar/local-time.js';
import { everyStep } from '../../model/every-step.js';
import type { Journey } from '../../model/journey.js';
import type { LedgerMessage } from '../../model/message.js';
import type { PlanCampaign } from '../../model/plan.js';
import type { Story } from '../../model/story.js';
import type { Instant } from '../../model/value.js';
import { stepWords } from '../channel-words.js';
import { awaitedWords } from '../plan/awaited-words.js';
import { reasonWords } from './reason-words.js';

interface Line {
  readonly at: Instant;
  /** Orders what happened at one instant as it came about. */
  readonly rank: number;
  readonly campaign: string;
  readonly text: string;
}

/** One person's story, oldest first: from the event to the message, or to the reason why there was none. Times on the clock of `zone`; `campaigns` tell what is waited for. */
export function printStory(story: Story, zone: string, campaigns: readonly PlanCampaign[]): string {
  const lines = [
    ...story.journeys.flatMap(journeyLines(zone, story, campaigns)),
    ...story.refused.map(
      (r): Line => ({
        at: r.at,
        rank: 0,
        campaign: r.campaign,
        text: `did not enter on ${occasionWords(r.occasion, zone, story)}: ${reasonWords(r.reason)}`,
      }),
    ),
    ...story.deferred.map(
      (d): Line => ({
        at: d.at,
        rank: 2,
        campaign: d.campaign,
        text: `${d.step}: put off to ${formatLocal(d.until, zone)}: ${reasonWords(d.reason)}`,
      }),
    ),
    ...story.skipped.map(
      (s): Line => ({
        at: s.at,
        rank: 2,
        campaign: s.campaign,
        text: `${s.step}: not sent: ${reasonWords(s.reason)}${s.detail === null ? '' : ` (${s.detail})`}`,
      }),
    ),
    ...story.messages.flatMap(messageLines),
    ...story.suppressions.map(
      (s): Line => ({
        at: s.since,
        rank: 0,
        campaign: '',
        text: `no more messages${s.topic === null ? '' : ` on ${s.topic}`}: ${s.reason}`,
      }),
    ),
  ].sort((a, b) => a.at - b.at || a.rank - b.rank || (a.campaign < b.campaign ? -1 : 1));
  if (lines.length === 0)
    return `Nothing has happened to ${JSON.stringify(story.profileId)}: no campaign's trigger was met since the first tick.\n`;
  const width = Math.max(...lines.map(({ campaign }) => campaign.length));
  const told = lines.map(({ at, campaign, text }) => `${formatLocal(at, zone)}  ${campaign.padEnd(width)}  ${text}`);
  return `${[`profile ${JSON.stringify(story.profileId)}, times on the clock of ${zone}`, ...told].join('\n')}\n`;
}

function journeyLines(
  zone: string,
  story: Story,
  campaigns: readonly PlanCampaign[],
): (journey: Journey) => readonly Line[] {
  return (journey) => {
    const { campaign } = journey;
    const lines: Line[] = [
      { at: journey.enteredAt, rank: 1, campaign, text: `entered on ${occasionWords(journey.occasion, zone, story)}` },
    ];
    if (journey.move !== null) {
      const { at, plan, from } = journey.move;
      lines.push({ at, rank: 1, campaign, text: `moved from ${from} into plan ${planWords(plan)}` });
    }
    if (journey.endedAt !== null) {
      const text = journey.status === 'finished' ? 'reached the end' : `left: ${reasonWords(journey.reason ?? '')}`;
      lines.push({ at: journey.endedAt, rank: 4, campaign, text });
    } else if (journey.wake !== null) {
      lines.push({
        at: journey.wake,
        rank: 5,
        campaign,
        text: `${journey.step ?? ''}: ${nextWords(journey, campaigns)}`,
      });
    }
    return lines;
  };
}

function nextWords(journey: Journey, campaigns: readonly PlanCampaign[]): string {
  const { campaign, structure, step, firstDue } = journey;
  const own = campaigns.find(({ id, kept }) => id === campaign && kept !== undefined && kept === structure);
  const steps = (own ?? campaigns.find(({ id }) => id === campaign))?.steps ?? [];
  const action = everyStep(steps).find(({ id }) => id === step)?.action;
  const next =
    action?.kind === 'wait_for' && firstDue !== null ? `waits until then for ${awaitedWords(action.for)}` : 'is due';
  // Who is in the newest structure is not told so.
  return own === undefined ? next : `${next}, by plan ${planWords(journey.move?.plan ?? journey.plan)}`;
}

/** A plan as `lifecycle build` names it, without the name of the algorithm. */
function planWords(hash: string): string {
  return hash.replace('sha256:', '').slice(0, 12);
}

function messageLines(message: LedgerMessage): readonly Line[] {
  const { campaign, variant } = message;
  const step = `${stepWords(message.step, message.channel)}${variant === null ? '' : ` (variant ${variant})`}`;
  const at = message.endedAt ?? message.sendAt;
  const why = message.outcome === null ? '' : `: ${reasonWords(message.outcome)}`;
  switch (message.status) {
    case 'withheld':
      return [{ at, rank: 3, campaign, text: `${step}: withheld, ${holdoutWords(message)}` }];
    case 'sent':
      return [{ at, rank: 3, campaign, text: `${step}: sent, the answer was "${message.outcome ?? ''}"` }];
    case 'planned':
    case 'claimed':
    case 'handing_over':
      if (message.withheldBy !== null)
        return [
          {
            at: message.sendAt,
            rank: 3,
            campaign,
            text: `${step}: is due, and will be withheld: ${holdoutWords(message)}`,
          },
        ];
      return [{ at: message.sendAt, rank: 3, campaign, text: `${step}: waits to be handed over` }];
    case 'failed':
      return [{ at, rank: 3, campaign, text: `${step}: refused for good${why}` }];
    case 'unknown':
      return [{ at, rank: 3, campaign, text: `${step}: unknown whether it was taken; not sent again${why}` }];
    case 'dropped':
      return [{ at, rank: 3, campaign, text: `${step}: dropped${why}` }];
  }
}

function holdoutWords({ withheldBy }: LedgerMessage): string {
  return withheldBy === 'global' ? 'global holdout' : 'holdout of the campaign';
}

function occasionWords(occasion: string, zone: string, { messages }: Story): string {
  const [kind = '', ...rest] = occasion.split(':');
  const id = rest.join(':');
  switch (kind) {
    case 'event':
      return `event ${id}`;
    case 'inactive':
      return `the silence after event ${id}`;
    case 'schedule':
      return `the schedule of ${formatLocal(Number(id), zone)}`;
    case 'enters':
      return `coming into ${groupWords(id)}`;
    case 'leaves':
      return `leaving ${groupWords(id)}`;
    case 'date':
      return `the day in ${id.slice(0, id.indexOf(':'))}`;
    case 'received': {
      const got = messages.find((message) => message.id === id);
      return got === undefined ? 'getting a message' : `getting ${got.campaign}/${got.step}`;
    }
    default:
      return occasion;
  }
}

/** `<segment>:<instant>` or `stage.<id>:<instant>`: no segment has a point in its name. */
function groupWords(id: string): string {
  const name = id.slice(0, id.lastIndexOf(':'));
  return name.startsWith('stage.') ? `stage ${name.slice('stage.'.length)}` : `segment ${name}`;
}

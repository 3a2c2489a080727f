import { CHANNEL_EVENTS } from '../../model/channel-events.js';
import type { CampaignSource, Project } from '../../model/project.js';
import type { Arrow } from '../logic/find-cycle.js';
import { atValue, type Place } from '../place.js';
import { leavesOf } from '../walk/walk-conditions.js';
import { allMessages } from '../walk/walk-messages.js';
import { campaignMap, configMap, isMap, mapAt, textAt, triggersOf, type YamlMap } from '../yaml-map.js';

/** Which campaigns' messages start which campaigns again and again: an arrow leads from the one that sends to the one that is started, `why` is the trigger. */
export function messageCauses(project: Project): ReadonlyMap<string, readonly Arrow<Place>[]> {
  const arrows = new Map<string, Arrow<Place>[]>(project.campaigns.map(({ id }) => [id, []]));
  for (const campaign of project.campaigns) {
    for (const trigger of triggersOf(campaign)) {
      if (!startsAgain(campaign, trigger)) continue;
      for (const { why, event, where } of causesOf(project, campaign, trigger)) {
        for (const sender of sendersOf(project, event, where)) arrows.get(sender)?.push({ to: campaign.id, why });
      }
    }
  }
  return arrows;
}

/** Whether nothing slows a trigger down: people may enter at any time, or once for each message. */
function startsAgain(campaign: CampaignSource, trigger: YamlMap): boolean {
  return campaignMap(campaign).reentry === 'always' || trigger.key === 'message_id';
}

interface Cause {
  readonly why: Place;
  /** The event that tells what became of a message; null for the message itself. */
  readonly event: string | null;
  readonly where: YamlMap;
}

function causesOf(project: Project, { id }: CampaignSource, trigger: YamlMap): Cause[] {
  const received = mapAt(trigger, 'received');
  if (received !== null) {
    const { campaign, step } = received;
    // A campaign that waits for its own message has a rule of its own.
    if (campaign === id) return [];
    return [{ why: atValue(received, 'campaign'), event: null, where: { campaign, step } }];
  }
  const group = mapAt(trigger, 'enters') ?? mapAt(trigger, 'leaves');
  const segment = textAt(group, 'segment');
  if (group !== null && segment !== null) {
    // What someone did with a message lately comes and goes; what they did ever comes once.
    const lately = leavesOf(mapAt(configMap(project), 'segments')?.[segment]).filter((leaf) => 'within' in leaf);
    return lately.flatMap((leaf) => ofEvent(leaf).map((cause) => ({ ...cause, why: atValue(group, 'segment') })));
  }
  return ofEvent(trigger);
}

function ofEvent(node: YamlMap): Cause[] {
  const event = textAt(node, 'event');
  if (event === null || CHANNEL_EVENTS[event] === undefined) return [];
  return [{ why: atValue(node, 'event'), event, where: mapAt(node, 'where') ?? {} }];
}

/** The campaigns with a message of which an event may tell; of tests that are not plain equality nothing is taken to be certain. */
function sendersOf(project: Project, event: string | null, where: YamlMap): ReadonlySet<string> {
  const named = (test: unknown, value: string | null): boolean => {
    if (test === undefined || test === value) return true;
    return isMap(test) && (test.is === value || (Array.isArray(test.in) && test.in.includes(value)));
  };
  const messages = allMessages(project).filter(
    ({ campaign, id, channel }) =>
      (event === null || event.startsWith(`${channel}_`)) &&
      named(where.campaign, campaign.id) &&
      named(where.step, id),
  );
  return new Set(messages.map(({ campaign }) => campaign.id));
}

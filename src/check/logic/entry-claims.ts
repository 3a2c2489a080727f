import type { Project } from '../../model/project.js';
import { declaredEvents } from '../names/declared-events.js';
import { findField } from '../names/profile-fields.js';
import { rememberCampaign } from '../remember-campaign.js';
import { campaignMap, isMap, listAt, mapAt, mapsAt, textAt, triggersOf, type YamlMap } from '../yaml-map.js';
import { allOf, type Claim, is, oneOf, TRUE } from './claim.js';
import { claimOf, milestone, propertySubject, stageClaim, whereClaims } from './claim-of.js';
import { countSubject, happened, windowOf } from './count-subject.js';
import { fieldTested } from './field-tested.js';
import type { Known } from './known.js';
import { KNOWN } from './range.js';

/** What is certain of everybody who enters by one trigger, at the moment of entering. */
export function triggerClaim(project: Project, trigger: YamlMap, campaign: string): Claim {
  const event = textAt(trigger, 'event');
  if (event !== null) return eventTrigger(project, event, trigger);
  for (const way of ['enters', 'leaves'] as const) {
    const group = mapAt(trigger, way);
    if (group !== null) return claimOf(project, group, way === 'enters', campaign);
  }
  const inactive = mapAt(trigger, 'inactive');
  const silent = textAt(inactive, 'event');
  if (inactive !== null && silent !== null) {
    const window = windowOf(textAt(inactive, 'for') ?? '');
    return allOf([
      happened(countSubject(silent, null, { kind: 'ever' }), true),
      // Adding a month and taking it away again may lead to another day: only the shortest it can be is sure.
      window === null ? TRUE : happened(countSubject(silent, null, { ...window, most: window.least }), false),
      ...propertiesOf(project, silent),
    ]);
  }
  const date = textAt(trigger, 'date');
  const field = date === null ? null : findField(project, date);
  if (date !== null && field !== null) return fieldTested(project, date, field).say(KNOWN);
  const received = mapAt(trigger, 'received');
  return received === null ? TRUE : milestone({ ...received, was: 'sent' }, campaign, true);
}

/** What the stages of a campaign say of those who enter, and what its audience does. */
export const audienceOf = rememberCampaign(
  (project, campaign): { readonly stages: Claim; readonly audience: Claim } => {
    const map = campaignMap(campaign);
    const stages = listAt(map, 'stage')?.filter((one) => typeof one === 'string') ?? [];
    return {
      stages: stages.length === 0 ? TRUE : oneOf(stages.map((stage) => stageClaim(project, stage, true))),
      audience: map.audience === undefined ? TRUE : claimOf(project, map.audience, true, null),
    };
  },
);

/** What is certain at the moment of entering. */
export const knownAtEntry = rememberCampaign((project, campaign): readonly Known[] => {
  const triggers = triggersOf(campaign);
  const ways = triggers.map((trigger) => triggerClaim(project, trigger, campaign.id));
  const { stages, audience } = audienceOf(project, campaign);
  return [
    { claim: ways.length === 0 ? TRUE : oneOf(ways), source: ways.length === 1 ? 'the trigger' : 'the triggers' },
    { claim: stages, source: '"stage"' },
    { claim: audience, source: 'the audience' },
  ];
});

function eventTrigger(project: Project, event: string, trigger: YamlMap): Claim {
  const where = mapAt(trigger, 'where');
  const unless = [...mapsAt(trigger, 'unless').map(({ item }) => item), mapAt(trigger, 'unless')].filter(isMap);
  // The event lies as far back as "unless" waits; without it, it has just happened, and lies in every stretch of time.
  const waits = unless.map(({ within }) => windowOf(String(within)));
  const least = Math.max(0, ...waits.map((window) => window?.least ?? 0));
  const most = Math.max(0, ...waits.map((window) => (window === null ? Number.POSITIVE_INFINITY : window.most)));
  const just = countSubject(event, where, { kind: 'within', least, most: most + 1 });
  return allOf([happened(just, true), ...whereClaims(project, event, where), ...propertiesOf(project, event)]);
}

/** The event that started the journey has every property that is not optional. */
function propertiesOf(project: Project, event: string): Claim[] {
  return [...(declaredEvents(project).get(event) ?? [])].flatMap(([name, declared]) =>
    declared.optional ? [] : [is(propertySubject(name, declared), KNOWN)],
  );
}

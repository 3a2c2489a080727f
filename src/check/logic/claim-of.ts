import type { Project } from '../../model/project.js';
import { type DeclaredType, declaredEvents } from '../names/declared-events.js';
import { findField } from '../names/profile-fields.js';
import { findTypeProblems } from '../names/test-types.js';
import { remember } from '../remember.js';
import { configMap, isMap, mapAt, mapsAt, textAt, type YamlMap } from '../yaml-map.js';
import { canHold } from './can-hold.js';
import { allOf, type Claim, is, oneOf, type Subject, TRUE } from './claim.js';
import { countedBy, happened } from './count-subject.js';
import { fieldTested } from './field-tested.js';
import { contains, KNOWN, type Range } from './range.js';
import { testsClaim } from './test-claim.js';

/** Claims of segments and stages by name, worked out once; null while it is being done, so that a circle ends. */
const definitions = remember((_config: object) => new Map<string, Claim | null>());

/** What a condition says of the people for whom it is true, or with `holds: false` of the others. `campaign` is the one whose step asks, for the message of its journey; null elsewhere. */
export function claimOf(project: Project, condition: unknown, holds: boolean, campaign: string | null): Claim {
  if (!isMap(condition)) return TRUE;
  const inside = (list: 'all' | 'any') =>
    mapsAt(condition, list).map(({ item }) => claimOf(project, item, holds, campaign));
  if ('all' in condition) return holds ? allOf(inside('all')) : oneOf(inside('all'));
  if ('any' in condition) return holds ? oneOf(inside('any')) : allOf(inside('any'));
  if ('not' in condition) return claimOf(project, condition.not, !holds, campaign);
  const attribute = textAt(condition, 'attribute');
  if (attribute !== null) return attributeClaim(project, attribute, condition, holds);
  if ('event' in condition) return eventClaim(project, condition, holds);
  const segment = textAt(condition, 'segment');
  if (segment !== null) return segmentClaim(project, segment, holds);
  const stage = textAt(condition, 'stage');
  if (stage !== null) return stageClaim(project, stage, holds);
  const message = mapAt(condition, 'message');
  return message === null ? TRUE : milestone(message, campaign, holds);
}

function attributeClaim(project: Project, name: string, leaf: YamlMap, holds: boolean): Claim {
  const field = findField(project, name);
  // What does not fit the type is told by its own rule.
  if (field === null || findTypeProblems(leaf, field).length > 0) return TRUE;
  return testsClaim(fieldTested(project, name, field), leaf, holds);
}

function eventClaim(project: Project, node: YamlMap, holds: boolean): Claim {
  const event = textAt(node, 'event');
  const subject = event === null ? null : countedBy(event, node);
  if (event === null || subject === null) return TRUE;
  const [property, sum] = Object.entries(mapAt(node, 'sum') ?? {})[0] ?? [];
  const never = canHold(whereClaims(project, event, mapAt(node, 'where'))) ? [] : [happened(subject, false)];
  const within = () => TRUE;
  if (isMap(sum)) {
    const total: Subject = { kind: 'value', key: `sum of ${property} ${subject.key}`, domain: KNOWN };
    // No event adds up to 0.
    const say = (range: Range) =>
      contains(range, 0) ? is(total, range) : allOf([is(total, range), happened(subject, true)]);
    return allOf([testsClaim({ type: 'number', subject: total, say, within }, sum, holds), ...never]);
  }
  const say = (range: Range) => is(subject, range);
  const tests = mapAt(node, 'count') ?? { gte: 1 };
  return allOf([testsClaim({ type: 'number', subject, say, within }, tests, holds), ...never]);
}

/** What the tests of an event's properties say of that event. */
export function whereClaims(project: Project, event: string, where: YamlMap | null): readonly Claim[] {
  const declared = declaredEvents(project).get(event);
  return Object.entries(where ?? {}).map(([name, written]) => {
    const property = declared?.get(name);
    const tests = isMap(written) ? written : { is: written };
    if (property === undefined || findTypeProblems(tests, property).length > 0) return TRUE;
    const subject = propertySubject(name, property);
    const say = (range: Range) => is(subject, range);
    return testsClaim({ type: property.type, subject, say, within: () => say(KNOWN) }, tests, true);
  });
}

/** A property of the event that started a journey. */
export function propertySubject(name: string, { type, values }: DeclaredType): Subject {
  const only = type === 'boolean' ? [true, false] : values;
  return { kind: 'property', key: `event.${name}`, domain: { ...KNOWN, null: true, only } };
}

function segmentClaim(project: Project, name: string, holds: boolean): Claim {
  const condition = mapAt(configMap(project), 'segments')?.[name];
  return define(project, `segment ${name} ${holds}`, () => claimOf(project, condition, holds, null));
}

/** A profile is in the first stage that matches. */
export function stageClaim(project: Project, name: string, holds: boolean): Claim {
  const stages = mapsAt(configMap(project), 'stages').map(({ item }) => item);
  const ids = stages.flatMap((item) => textAt(item, 'id') ?? []);
  const index = ids.indexOf(name);
  if (index < 0) return TRUE;
  const subject: Subject = { kind: 'stage', key: 'stage', domain: { ...KNOWN, null: true, only: ids } };
  if (!holds) return is(subject, { ...KNOWN, null: true, not: [name] });
  return define(project, `stage ${name}`, () => {
    const earlier = stages.slice(0, index).map((item) => claimOf(project, item.when, false, null));
    const own = claimOf(project, stages[index]?.when, true, null);
    return allOf([is(subject, { ...KNOWN, only: [name] }), own, ...earlier]);
  });
}

function define(project: Project, key: string, make: () => Claim): Claim {
  const known = definitions(project.config);
  const found = known.get(key);
  if (found !== undefined) return found ?? TRUE;
  known.set(key, null);
  const claim = make();
  known.set(key, claim);
  return claim;
}

/** What became of a message. */
export function milestone(message: YamlMap, campaign: string | null, holds: boolean): Claim {
  const named = textAt(message, 'campaign');
  if (named === null && campaign === null) return TRUE;
  const from = named ?? `this journey of ${campaign}`;
  const key = `message ${from}/${String(message.step)} was ${String(message.was)}`;
  const subject: Subject = { kind: 'milestone', key, domain: { ...KNOWN, only: [true, false] } };
  return is(subject, { ...KNOWN, only: [holds] });
}

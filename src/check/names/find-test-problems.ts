import { canonicalZone } from '../../calendar/zone.js';
import type { CampaignFile } from '../../model/campaign-file.js';
import type { CampaignSource, Project } from '../../model/project.js';
import { REASONS, readExpectation } from '../../read/read-expectation.js';
import { atKey, atValue, type Place, spanOf } from '../place.js';
import { remember } from '../remember.js';
import type { Finding } from '../rule.js';
import { readTestEvents } from '../walk/test-events.js';
import { messagesOf } from '../walk/walk-messages.js';
import { stepsOf } from '../walk/walk-steps.js';
import { configMap, isMap, mapAt, textAt } from '../yaml-map.js';
import { declaredEvents } from './declared-events.js';
import { fieldNames, findField } from './profile-fields.js';
import { findValueProblem, type TypeProblem } from './test-types.js';
import { unknownName } from './unknown-name.js';

type CampaignTest = NonNullable<CampaignFile['tests']>[number];

/** What a test of a campaign writes that cannot be; names of events and their properties have rules of their own. */
export function* findTestProblems(project: Project, campaign: CampaignSource, test: CampaignTest): Generator<Finding> {
  yield* inProfile(project, test.profile ?? {});
  yield* inEvents(project, test.events);
  yield* inExpectations(project, campaign, test.expect);
  if (test.events.length + test.expect.length > 0) return;
  const help = ['write an event, or the message that a schedule sends'];
  yield { message: `nothing happens in test "${test.name}"`, span: project.spans.key(test, 'events'), help };
}

function* inProfile(project: Project, profile: NonNullable<CampaignTest['profile']>): Generator<Finding> {
  const identity = mapAt(configMap(project), 'identity');
  const columns = Object.keys(identity ?? {}).flatMap((key) => textAt(identity, key) ?? []);
  for (const [name, value] of Object.entries(profile)) {
    const field = findField(project, name) ?? undefined;
    const place = atKey(profile, name);
    if (field?.kind === 'trait' && field.parts !== null) {
      const help = [`write one of its parts: ${[...field.parts.keys()].map((part) => `${name}.${part}`).join(', ')}`];
      yield { message: `"${name}" has several parts`, span: spanOf(project, place), help };
    } else if (field?.kind === 'trait' && !field.frozen) {
      const help = ['write the events that it is computed from'];
      yield { message: `"${name}" is a trait, and follows from the events`, span: spanOf(project, place), help };
    } else if (field === undefined && !columns.includes(name)) {
      const attributes = fieldNames(project).filter((key) => {
        const known = findField(project, key);
        return known?.kind === 'attribute' || known?.frozen;
      });
      yield unknownName(project, {
        message: `there is no attribute "${name}"`,
        word: name,
        place,
        candidates: [...attributes, ...columns],
        plural: 'attributes',
        otherwise: `declare "${name}" under "attributes" in ${project.configFile}`,
      });
    } else if (name === textAt(identity, 'timezone') && value !== null && canonicalZone(String(value)) === null) {
      const help = ['write the name of a zone, such as Europe/Berlin'];
      yield { message: `"${value}" is no time zone`, span: spanOf(project, atValue(profile, name)), help };
    } else if (field !== undefined && value !== null && !wrongConsents(project).has(name)) {
      const problems = findValueProblem(profile, name, value, field);
      yield* problems.map((one) => say(project, `${field.kind} "${name}"`, one, one.place));
    }
  }
}

function* inEvents(project: Project, events: readonly string[]): Generator<Finding> {
  for (const [index, { name, properties, problem }] of readTestEvents(events).entries()) {
    const place = atValue(events, index);
    if (problem !== null) {
      const help = ['write its time, its name and its properties: "2026-03-02T10:00 NAME {PROPERTY: VALUE}"'];
      yield { message: `event "${name}" cannot be read: ${problem}`, span: spanOf(project, place), help };
    }
    const declared = declaredEvents(project).get(name);
    for (const [property, value] of Object.entries(properties)) {
      const type = declared?.get(property);
      if (type === undefined || value === null) continue;
      const problems = findValueProblem(properties, property, value, type);
      yield* problems.map((one) => say(project, `property "${property}"`, one, place));
    }
  }
}

function* inExpectations(project: Project, campaign: CampaignSource, expect: readonly string[]): Generator<Finding> {
  const steps = stepsOf(campaign).flatMap(({ id }) => id ?? []);
  const sending = messagesOf(campaign).flatMap(({ id }) => id ?? []);
  // A step that took the id of another is missing under its own: that is told where the id stands twice.
  const isCopied = new Set(steps).size < steps.length;
  for (const [index, text] of expect.entries()) {
    const line = readExpectation(text);
    const unknown = (word: string, candidates: readonly string[], message: string, plural: string): Finding => {
      const from = text.indexOf(` ${word}`) + 1;
      const place = atValue(expect, index, [from, from + word.length]);
      return unknownName(project, { message, word, place, candidates, plural, otherwise: null });
    };
    const id = campaign.id;
    if ((line.kind === 'message' || line.kind === 'deferred') && !sending.includes(line.step)) {
      if (!isCopied)
        yield unknown(line.step, sending, `campaign "${id}" has no step "${line.step}" that sends`, 'sending steps');
    } else if (line.kind === 'skipped' && !steps.includes(line.step)) {
      if (!isCopied) yield unknown(line.step, steps, `campaign "${id}" has no step "${line.step}"`, 'steps');
    } else if (line.kind === 'skipped' || line.kind === 'deferred' || line.kind === 'refused') {
      const reasons = REASONS[line.kind];
      if (reasons.includes(line.reason)) continue;
      const what = line.kind === 'refused' ? 'somebody is' : 'a step is';
      yield unknown(
        line.reason,
        reasons,
        `there is no reason "${line.reason}" for which ${what} ${line.kind}`,
        'reasons',
      );
    }
  }
}

/** Attributes that topics take consent from and that are not declared as true or false: tests write what is meant, and the topic's own finding says what is wrong. */
const wrongConsents = remember((project: Project): ReadonlySet<string> => {
  const topics = Object.values(mapAt(configMap(project), 'topics') ?? {});
  const named = topics.flatMap((topic) => (isMap(topic) ? (textAt(topic, 'consent') ?? []) : []));
  return new Set(named.filter((name) => findField(project, name)?.type !== 'boolean'));
});

function say(project: Project, what: string, { message, label, help }: TypeProblem, place: Place): Finding {
  return { message: `${what} ${message}`, span: spanOf(project, place), label, help: [help] };
}

import { expect, it } from 'vitest';
import { redactEntry } from '../../src/ledger/redact-entry.js';
import { exampleJourney, exampleMessage } from './examples.js';

const subject = { profileId: 'ada', addresses: ['ada@x.test'], messageIds: new Set(['m1']) };
const redact = (body: object): unknown => {
  const text = redactEntry(JSON.stringify(body), subject, (of) => `forgotten:${of.length}`);
  return text === null ? null : JSON.parse(text);
};

it('leaves what is of nobody, and what is of others, as it is', () => {
  expect(redact({ campaign: 'ada', reason: 'ada' })).toBe(null);
  expect(redact({ journey: exampleJourney({ profileId: 'ben', entryKey: 'ada' }) })).toBe(null);
  expect(redact({ id: 'm2', reply: '250 ada' })).toBe(null);
  expect(redact({ key: 'sha256:v', left: ['ben'], joined: [] })).toBe(null);
});

it('takes out who it was and what they did, and keeps what the state needs', () => {
  const journey = exampleJourney({ profileId: 'ada', campaign: 'ada', structure: 'sha256:s', reason: 'order_placed' });
  expect(redact({ journey })).toEqual({
    journey: { ...journey, profileId: 'forgotten:3', occasion: 'forgotten:8', entryKey: 'forgotten:8', event: {} },
  });
  const assignment = { unit: 'household 7', salt: 'ada/holdout/v1', u: 0.25, share: 0.1 };
  const message = exampleMessage({ profileId: 'ada', subject: 'Hello', assignment });
  expect(redact({ message, by: 'global' })).toEqual({
    message: {
      ...message,
      ...{ profileId: 'forgotten:3', occasion: 'forgotten:8', entryKey: 'forgotten:8', event: {}, subject: null },
      assignment: { ...assignment, unit: 'forgotten:11' },
    },
    by: 'global',
  });
  expect(redact({ id: 'm1', reply: '550 <ada@x.test> is unknown', retryAt: 5, body: '{"to": "ada"}' })).toEqual({
    id: 'm1',
    reply: null,
    retryAt: 5,
  });
  expect(redact({ key: 'sha256:v', left: ['ben'], joined: ['ada', 'cyd'] })).toEqual({
    key: 'sha256:v',
    left: ['ben'],
    joined: ['cyd', 'forgotten:3'],
  });
});

it('keeps a reason that is ours, and none that quotes somebody', () => {
  const reasonOf = (reason: string): unknown => (redact({ id: 'm1', reason }) as { reason: unknown }).reason;
  expect(['late', 'exited: order_placed', 'frequency-cap'].map(reasonOf)).toEqual([
    'late',
    'exited: order_placed',
    'frequency-cap',
  ]);
  expect(['Ada wrote', 'ada', 'template says 5 €'].map(reasonOf)).toEqual(['forgotten', 'forgotten', 'forgotten']);
  expect(redact({ profileId: null, address: 'ada@x.test', topic: null, since: 1, reason: 'by hand' })).toEqual({
    ...{ profileId: null, address: 'forgotten:10', topic: null, since: 1, reason: 'forgotten' },
  });
});

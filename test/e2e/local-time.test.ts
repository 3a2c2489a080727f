import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ndjson, type TestProject } from './project.js';
import { makeSmallShop, people, person } from './small-shop.js';

const ZONES = {
  london: 'Europe/London',
  'new-york': 'America/New_York',
  tokyo: 'Asia/Tokyo',
  'los-angeles': 'America/Los_Angeles',
  'lord-howe': 'Australia/Lord_Howe',
  kathmandu: 'Asia/Kathmandu',
  'st-johns': 'America/St_Johns',
} as const;

const scheduled = (schedule: string): string => `triggers: [{schedule: "${schedule}"}]
reentry: always
steps:
  - {id: letter, email: {template: letter, topic: news}}
`;

let project: TestProject;
beforeAll(async () => {
  project = makeSmallShop({
    campaigns: {
      daily: scheduled('0 8 * * *'),
      mondays: scheduled('0 8 * * mon'),
      fridays: scheduled('0 20 * * fri'),
      // A quiet night for everybody: what is due at three in the morning waits for eight.
      late: scheduled('0 3 * * *'),
      // One day after nine o'clock, and then on to the next eight.
      waiting: scheduled('0 9 * * *').replace('letter,', 'letter, delay: {for: 1d, at: "08:00"},'),
    },
    policies: '  quiet_hours: {from: "21:00", to: "08:00", on_blocked: defer}\n  lateness: 2d',
    profiles: people(Object.entries(ZONES).map(([id, zone]) => person(id, zone))),
    events: ndjson([{ id: 'x', profile_id: 'london', name: 'pinged', time: '2026-01-01T00:00:00Z', properties: {} }]),
  });
  expect((await project.lifecycle(['build'])).code).toBe(0);
});
afterAll(() => project.remove());

/** When each person's message left, by campaign and person, in a dry run with a tick every so often. */
async function replay(from: string, to: string, every = '30m'): Promise<Readonly<Record<string, readonly string[]>>> {
  const out = `out-${from.slice(0, 10)}`;
  const args = ['run', '--now', from, '--until', to, '--every', every, '--out', out];
  const { code, err } = await project.lifecycle(args);
  expect([code, err]).toEqual([0, '']);
  const left: Record<string, string[]> = {};
  for (const file of project.files(out).filter((name) => name.endsWith('.eml'))) {
    const [, campaign, person] = /^([a-z]+)\/letter\/(.*)-[a-z2-7]{52}\.eml$/.exec(file) ?? [];
    const { date } = await PostalMime.parse(project.read(join(out, file)));
    const key = `${campaign} ${person}`;
    left[key] = [...(left[key] ?? []), new Date(date ?? '').toISOString().slice(0, 16)].sort();
  }
  // Whatever the dates below say: every clock on the wall shows the hour that was written.
  for (const [key, times] of Object.entries(left)) {
    const [campaign = '', person = ''] = key.split(' ');
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: ZONES[person as keyof typeof ZONES],
      weekday: 'long',
      hour: '2-digit',
      minute: '2-digit',
    });
    for (const time of times) {
      const shown = clock.format(new Date(`${time}Z`));
      // Kathmandu's hours begin at a quarter past: a tick each half hour comes a quarter late.
      const minute = person === 'kathmandu' && every === '30m' ? '15' : '00';
      expect(shown, `${key} ${time}`).toMatch(`${campaign === 'fridays' ? '20' : '08'}:${minute}`);
      if (campaign === 'mondays') expect(shown).toMatch(/^Monday/);
      if (campaign === 'fridays') expect(shown).toMatch(/^Friday/);
    }
  }
  return left;
}

describe('messages go when the clock on the wall shows the hour', () => {
  it('08:00 in London over 29 March 2026, Mondays in Tokyo, Fridays in Los Angeles, Kathmandu', async () => {
    const left = await replay('2026-03-27T20:00Z', '2026-03-30T20:00Z', '15m');
    expect(left['daily london']).toEqual(['2026-03-28T08:00', '2026-03-29T07:00', '2026-03-30T07:00']);
    expect(left['daily kathmandu']).toEqual(['2026-03-28T02:15', '2026-03-29T02:15', '2026-03-30T02:15']);
    expect(left['mondays tokyo']).toEqual(['2026-03-29T23:00']);
    expect(left['fridays los-angeles']).toEqual(['2026-03-28T03:00']);
    expect(left['late london']).toEqual(['2026-03-28T08:00', '2026-03-29T07:00', '2026-03-30T07:00']);
    expect(left['waiting london']).toEqual(['2026-03-30T07:00']);
  });

  it('08:00 in New York over 1 November 2026', async () => {
    const left = await replay('2026-10-30T20:00Z', '2026-11-02T20:00Z');
    expect(left['daily new-york']).toEqual(['2026-10-31T12:00', '2026-11-01T13:00', '2026-11-02T13:00']);
    expect(left['late new-york']).toEqual(['2026-10-31T12:00', '2026-11-01T13:00', '2026-11-02T13:00']);
    expect(left['waiting new-york']).toEqual(['2026-11-02T13:00']);
    expect(left['daily st-johns']).toEqual(['2026-10-31T10:30', '2026-11-01T11:30', '2026-11-02T11:30']);
  });

  it('08:00 on Lord Howe, whose clocks move by half an hour', async () => {
    const autumn = await replay('2026-04-03T12:00Z', '2026-04-05T12:00Z');
    expect(autumn['daily lord-howe']).toEqual(['2026-04-03T21:00', '2026-04-04T21:30']);
    const spring = await replay('2026-10-02T12:00Z', '2026-10-04T12:00Z');
    expect(spring['daily lord-howe']).toEqual(['2026-10-02T21:30', '2026-10-03T21:00']);
  });

  it('08:00 in St John’s over 8 March 2026, in a city half an hour off', async () => {
    const left = await replay('2026-03-06T20:00Z', '2026-03-08T20:00Z');
    expect(left['daily st-johns']).toEqual(['2026-03-07T11:30', '2026-03-08T10:30']);
    expect(left['late st-johns']).toEqual(['2026-03-07T11:30', '2026-03-08T10:30']);
  });
});

import { describe, expect, it } from 'vitest';
import { occurrences } from '../../src/calendar/occurrences.js';
import { parseSchedule } from '../../src/model/cron.js';
import type { Schedule } from '../../src/model/plan.js';
import { at, campaign, email, every, iso, planWith, profile, replay, sent } from '../decide/world.js';
import { documentedInstant, zoneSpans } from './zone-spans.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FIRST_DAY = '2026-11-22';
const DAYS = Number(process.env.LIFECYCLE_DAYS ?? 400);
const TIMES = { '00:00': 0, '01:30': 90, '02:30': 150, '23:59': 1439 } as const;
/** As in life, ticks come at no round moment; this one comes round to every minute of the hour. */
const TICK = 37 * MINUTE;

function daily(time: string): Schedule {
  const [hour, minute] = time.split(':').map(Number);
  const schedule = parseSchedule(`${minute} ${hour} * * *`);
  if (schedule === null) throw new Error(time);
  return schedule;
}

describe('a daily schedule', () => {
  it(`fires once on each of ${DAYS} days, at the documented instant, in every zone there is`, () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const start = at(`${FIRST_DAY}T00:00`);
    const wrong: string[] = [];
    let firings = 0;
    let changes = 0;
    for (const zone of zones) {
      const spans = zoneSpans(zone, start - 2 * DAY, start + (DAYS + 2) * DAY);
      changes += spans.length - 1;
      for (const [time, minutes] of Object.entries(TIMES)) {
        const schedule = daily(time);
        const locals = Array.from({ length: DAYS }, (_, day) => start + day * DAY + minutes * MINUTE);
        const expected = locals.map((local) => documentedInstant(local, spans));
        const fired = occurrences(schedule, zone, expected[0]! - 1, expected.at(-1)!);
        firings += fired.length;
        const first = expected.findIndex((t, i) => fired[i] !== t);
        if (first >= 0)
          wrong.push(`${zone} ${time} day ${first}: ${iso(fired[first] ?? 0)}, not ${iso(expected[first]!)}`);
        if (fired.length !== DAYS) wrong.push(`${zone} ${time}: ${fired.length} firings`);
        // Tick by tick about each change: what one tick leaves to the next comes in it, and only there.
        for (const { since } of spans.slice(1)) {
          const ticks = every(TICK, since - 14 * HOUR, since + 14 * HOUR);
          const parts = ticks.slice(1).flatMap((tick, i) => occurrences(schedule, zone, ticks[i]!, tick));
          const whole = occurrences(schedule, zone, ticks[0]!, ticks.at(-1)!);
          if (parts.join() !== whole.join()) wrong.push(`${zone} ${time}: in ticks about ${iso(since)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(zones.length).toBeGreaterThan(400);
    expect(changes).toBeGreaterThan(DAYS >= 400 ? 200 : 0);
    expect(firings).toBe(zones.length * 4 * DAYS);
  });
});

describe('a person whose clocks are moved in an unusual way', () => {
  const everyDay = planWith({
    campaigns: Object.keys(TIMES).map((time) =>
      campaign(`at-${time.replace(':', '')}`, {
        triggers: [{ kind: 'schedule', schedule: daily(time), zone: 'profile' }],
        reentry: { kind: 'always' },
        steps: [email('letter')],
      }),
    ),
  });
  // Written by hand from each zone's published rules: what four daily letters do on the day of the change and on the days beside it.
  it.each([
    // Midnight does not exist: 23:59 is followed by 01:00.
    ['Africa/Cairo', '2027-04-30', ['2027-04-29T22:00', '2027-04-29T22:30', '2027-04-29T23:30', '2027-04-30T20:59']],
    ['Asia/Beirut', '2027-03-28', ['2027-03-27T22:00', '2027-03-27T22:30', '2027-03-27T23:30', '2027-03-28T20:59']],
    [
      'America/Santiago',
      '2027-09-05',
      ['2027-09-05T04:00', '2027-09-05T04:30', '2027-09-05T05:30', '2027-09-06T02:59'],
    ],
    ['America/Havana', '2027-03-14', ['2027-03-14T05:00', '2027-03-14T05:30', '2027-03-14T06:30', '2027-03-15T03:59']],
    // The last hour of the day comes twice, and only its first time counts.
    [
      'America/Santiago',
      '2027-04-03',
      ['2027-04-03T03:00', '2027-04-03T04:30', '2027-04-03T05:30', '2027-04-04T02:59'],
    ],
    ['Africa/Cairo', '2027-10-28', ['2027-10-27T21:00', '2027-10-27T22:30', '2027-10-27T23:30', '2027-10-28T20:59']],
    ['America/Nuuk', '2027-10-30', ['2027-10-30T01:00', '2027-10-30T02:30', '2027-10-30T03:30', '2027-10-31T00:59']],
    // Half an hour is left out, and half an hour comes twice.
    [
      'Australia/Lord_Howe',
      '2027-10-03',
      ['2027-10-02T13:30', '2027-10-02T15:00', '2027-10-02T15:30', '2027-10-03T12:59'],
    ],
    [
      'Australia/Lord_Howe',
      '2027-04-04',
      ['2027-04-03T13:00', '2027-04-03T14:30', '2027-04-03T16:00', '2027-04-04T13:29'],
    ],
    // Two hours are left out: 01:30 and 02:30 both come at 03:00, and both come.
    [
      'Antarctica/Troll',
      '2027-03-28',
      ['2027-03-28T00:00', '2027-03-28T01:00', '2027-03-28T01:00', '2027-03-28T21:59'],
    ],
    // An hour from 02:45.
    ['Pacific/Chatham', '2027-09-26', ['2027-09-25T11:15', '2027-09-25T12:45', '2027-09-25T13:45', '2027-09-26T10:14']],
    // Its winter is the change, an hour back from the standard time; 01:30 does not exist.
    ['Europe/Dublin', '2027-03-28', ['2027-03-28T00:00', '2027-03-28T01:00', '2027-03-28T01:30', '2027-03-28T22:59']],
  ] as const)('in %s on %s gets each letter once', (zone, day, expected) => {
    const [from, to] = [at(`${day}T00:00`) - DAY, at(`${day}T00:00`) + 3 * DAY];
    const letters = sent(replay(everyDay, profile([], { zone }), [from - DAY, ...every(TICK, from, to)]));
    const spans = zoneSpans(zone, from - 3 * DAY, to + 3 * DAY);
    const wanted = Object.entries(TIMES).flatMap(([time, minutes]) =>
      [-3, -2, -1, 0, 1, 2, 3]
        .map((days) => documentedInstant(at(`${day}T00:00`) + days * DAY + minutes * MINUTE, spans))
        .filter((t) => t > from - DAY && t <= to)
        .map((t) => `${iso(t)} at-${time.replace(':', '')}/letter`),
    );
    expect([...letters].sort()).toEqual(wanted.sort());
    const onTheDay = Object.keys(TIMES).map((time, i) => `${expected[i]} at-${time.replace(':', '')}/letter`);
    expect(onTheDay.filter((letter) => !letters.includes(letter))).toEqual([]);
  });
});

import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  addDuration,
  formatLocal,
  localMoment,
  localTime,
  nextWallClock,
  quietUntil,
  subtractDuration,
  wallClock,
} from '../../src/calendar/local-time.js';
import { occurrences } from '../../src/calendar/occurrences.js';
import { canonicalZone } from '../../src/calendar/zone.js';
import { parseSchedule } from '../../src/model/cron.js';
import { parseDuration } from '../../src/model/duration.js';
import type { Duration } from '../../src/model/value.js';

const utc = (text: string): number => Temporal.Instant.from(`${text}Z`).epochMilliseconds;
const iso = (t: number): string => Temporal.Instant.fromEpochMilliseconds(t).toString();
const d = (text: string): Duration => {
  const duration = parseDuration(text);
  if (!duration) throw new Error(text);
  return duration;
};
const fires = (cron: string, zone: string, from: string, to: string): string[] => {
  const schedule = parseSchedule(cron);
  if (!schedule) throw new Error(cron);
  return occurrences(schedule, zone, utc(from), utc(to)).map(iso);
};

describe('wall clocks', () => {
  it.each([
    // zone, day, local time, the instant written by hand from the zone's published rules
    ['Europe/London', '2026-03-28', 480, '2026-03-28T08:00:00Z'],
    ['Europe/London', '2026-03-29', 480, '2026-03-29T07:00:00Z'],
    ['America/New_York', '2026-10-31', 480, '2026-10-31T12:00:00Z'],
    ['America/New_York', '2026-11-01', 480, '2026-11-01T13:00:00Z'],
    ['Asia/Kathmandu', '2026-05-01', 480, '2026-05-01T02:15:00Z'],
    ['America/St_Johns', '2026-07-01', 480, '2026-07-01T10:30:00Z'],
    ['Australia/Lord_Howe', '2026-07-01', 480, '2026-06-30T21:30:00Z'],
    ['Australia/Lord_Howe', '2026-12-01', 480, '2026-11-30T21:00:00Z'],
    // 01:30 does not exist in London on 29 March: the end of the gap
    ['Europe/London', '2026-03-29', 90, '2026-03-29T01:00:00Z'],
    // 01:30 comes twice in New York on 1 November: the first
    ['America/New_York', '2026-11-01', 90, '2026-11-01T05:30:00Z'],
    // midnight does not exist in Havana on 14 March 2027
    ['America/Havana', '2027-03-14', 0, '2027-03-14T05:00:00Z'],
    // a gap of half an hour: 02:15 on Lord Howe
    ['Australia/Lord_Howe', '2027-10-03', 135, '2027-10-02T15:30:00Z'],
  ])('%s %s +%i min', (zone, date, minutes, expected) => {
    expect(iso(wallClock(date, minutes, zone))).toBe(expected);
  });

  it('keeps the wall clock over days and counts hours exactly', () => {
    const before = utc('2026-03-28T19:00'); // 19:00 in London
    expect(formatLocal(addDuration(before, d('1d'), 'Europe/London'), 'Europe/London')).toBe('2026-03-29 19:00');
    expect(formatLocal(addDuration(before, d('24h'), 'Europe/London'), 'Europe/London')).toBe('2026-03-29 20:00');
    expect(formatLocal(addDuration(utc('2026-01-31T12:00'), d('1mo'), 'Europe/London'), 'Europe/London')).toBe(
      '2026-02-28 12:00',
    );
    expect(iso(subtractDuration(utc('2026-03-31T12:00'), d('1mo'), 'UTC'))).toBe('2026-02-28T12:00:00Z');
  });

  it('reads moments with and without an offset', () => {
    expect(iso(localMoment('2026-03-02', 'Asia/Tokyo'))).toBe('2026-03-01T15:00:00Z');
    expect(iso(localMoment('2026-03-02T09:00', 'Asia/Tokyo'))).toBe('2026-03-02T00:00:00Z');
    expect(iso(localMoment('2026-03-02T09:00Z', 'Asia/Tokyo'))).toBe('2026-03-02T09:00:00Z');
    expect(iso(localMoment('2026-03-02T09:00-03:30', 'Asia/Tokyo'))).toBe('2026-03-02T12:30:00Z');
  });

  it('goes forward to the next time on an allowed day', () => {
    const friday = utc('2026-03-06T10:00');
    expect(formatLocal(nextWallClock(friday, 540, [1, 2, 3, 4, 5], 'UTC'), 'UTC')).toBe('2026-03-09 09:00');
    expect(formatLocal(nextWallClock(friday, 600, [5], 'UTC'), 'UTC')).toBe('2026-03-06 10:00');
    expect(formatLocal(nextWallClock(friday, 599, [5], 'UTC'), 'UTC')).toBe('2026-03-13 09:59');
    expect(formatLocal(nextWallClock(friday, null, [6, 7], 'UTC'), 'UTC')).toBe('2026-03-07 10:00');
  });
});

describe('schedules', () => {
  it('Mondays 08:00 in Tokyo', () => {
    expect(fires('0 8 * * mon', 'Asia/Tokyo', '2026-03-01T00:00', '2026-03-16T00:00')).toEqual([
      '2026-03-01T23:00:00Z',
      '2026-03-08T23:00:00Z',
      '2026-03-15T23:00:00Z',
    ]);
  });

  it.each([
    ['America/Los_Angeles', ['2026-03-07T04:00:00Z', '2026-03-14T03:00:00Z']],
    ['Australia/Lord_Howe', ['2026-03-06T09:00:00Z', '2026-03-13T09:00:00Z']],
    ['Asia/Kathmandu', ['2026-03-06T14:15:00Z', '2026-03-13T14:15:00Z']],
    ['America/St_Johns', ['2026-03-06T23:30:00Z', '2026-03-13T22:30:00Z']],
  ])('Fridays 20:00 in %s, over the American clock change', (zone, expected) => {
    expect(fires('0 20 * * fri', zone, '2026-03-05T00:00', '2026-03-15T00:00')).toEqual(expected);
  });

  it('fires every local day exactly once, in zones with odd clock changes, whatever the time', () => {
    for (const zone of [
      'Europe/London',
      'America/Havana',
      'Africa/Cairo',
      'America/Santiago',
      'Australia/Lord_Howe',
      'Antarctica/Troll',
      'Asia/Beirut',
      'Pacific/Chatham',
      'America/Nuuk',
    ]) {
      for (const [minute, hour] of [
        [0, 0],
        [30, 1],
        [30, 2],
        [59, 23],
      ]) {
        const found = fires(`${minute} ${hour} * * *`, zone, '2026-11-01T12:00', '2027-12-06T12:00');
        const days = found.map((t) => localTime(Temporal.Instant.from(t).epochMilliseconds, zone).date);
        expect(days.length, `${zone} ${hour}:${minute}`).toBe(400);
        // In Nuuk the gap runs from 23:00 to midnight: what was due at 23:59 comes at 00:00, on the next day's date.
        const skipped = zone === 'America/Nuuk' && hour === 23 ? 1 : 0;
        expect(new Set(days).size, `${zone} ${hour}:${minute}`).toBe(400 - skipped);
        expect(new Set(found).size).toBe(400);
      }
    }
  });

  it('does not depend on how the span is cut into ticks', () => {
    const schedule = parseSchedule('30 1 * * *');
    if (!schedule) throw new Error('schedule');
    const [from, to] = [utc('2026-10-20T00:00'), utc('2026-11-05T00:00')];
    const whole = occurrences(schedule, 'America/New_York', from, to);
    const cut: number[] = [];
    for (let t = from; t < to; t += 3_600_000)
      cut.push(...occurrences(schedule, 'America/New_York', t, Math.min(t + 3_600_000, to)));
    expect(cut).toEqual(whole);
  });

  it.each([
    '',
    '* * * *',
    '60 * * * *',
    '0 24 * * *',
    '0 8 30 feb *',
    '0 8 * * moonday',
    '0 8 1-0 * *',
    '2026-02-30T08:00',
    '*-3 * * * *',
  ])('refuses %j', (text) => {
    expect(parseSchedule(text)).toBeNull();
  });
});

describe('quiet hours', () => {
  const zone = 'Europe/Berlin';
  it('runs over midnight and ends on the wall clock', () => {
    const end = quietUntil(utc('2026-03-28T22:00'), 21 * 60, 8 * 60, zone);
    expect(end && formatLocal(end, zone)).toBe('2026-03-29 08:00');
    expect(end && iso(end)).toBe('2026-03-29T06:00:00Z');
    expect(quietUntil(utc('2026-03-28T19:59'), 21 * 60, 8 * 60, zone)).toBeNull();
    expect(quietUntil(utc('2026-03-28T20:00'), 21 * 60, 8 * 60, zone)).not.toBeNull();
    expect(quietUntil(utc('2026-03-28T07:00'), 21 * 60, 8 * 60, zone)).toBeNull();
  });

  it('always ends, later, at a moment that is not quiet, for every half hour around every clock change', () => {
    for (const [z, day] of [
      ['Europe/London', '2026-10-25T00:00'],
      ['America/New_York', '2026-11-01T00:00'],
      ['Australia/Lord_Howe', '2026-04-04T12:00'],
      ['Africa/Cairo', '2027-10-28T12:00'],
    ] as const) {
      for (let i = 0; i < 72; i++) {
        const t = utc(day) + i * 1_800_000;
        for (const [from, to] of [
          [1260, 480],
          [60, 105],
          [1320, 90],
        ] as const) {
          const end = quietUntil(t, from, to, z);
          if (end === null) continue;
          expect(end).toBeGreaterThan(t);
          expect(end - t).toBeLessThan(26 * 3_600_000);
        }
      }
    }
  });
});

describe('zones', () => {
  it.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['UTC', 'UTC'],
  ])('reads %s', (text, zone) => {
    expect(canonicalZone(text)).toBe(zone);
  });
  it.each(['+02:00', 'GMT+25', 'UTC+2', 'Mars/Olympus', '', "'; drop table", 'Europe/Berlin\0'])(
    'refuses %j',
    (text) => {
      expect(canonicalZone(text)).toBeNull();
    },
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockChanges } from '../../src/calendar/clock-changes.js';
import { formatLocal, localMoment, wallClock } from '../../src/calendar/local-time.js';
import { exampleProject } from '../../src/check/example/example-project.js';
import { formatTimeOfDay } from '../../src/model/time-of-day.js';
import { campaign, email, event, every, HOUR, lasting, planWith, profile, replay, sent } from '../decide/world.js';
import { checkFiles } from './read-files.js';

const CONFIG = exampleProject['lifecycle.config.yaml'] ?? '';
const QUIET = '  quiet_hours: {from: "21:00", to: "08:00", on_blocked: defer}\n';

/** What the calendar rules say of a campaign with these lines, under these policies. */
function told(lines: string, policies = QUIET, code = /^LC3(07|08|09|1[0-3])$/): string[] {
  const files = {
    ...exampleProject,
    'lifecycle.config.yaml': CONFIG.replace(QUIET, policies),
    'campaigns/letters.yaml': `name: Letters
goal: Be read
kpi: {metric: order_rate, window: 30d}
exit_on: [{event: order_placed}]
${lines}
`,
  };
  return checkFiles(files)
    .diagnostics.filter((one) => code.test(one.code) && one.span.file === 'campaigns/letters.yaml')
    .map(({ message }) => message);
}

const LETTER = 'steps: [{id: letter, email: {template: letter, topic: offers}}]';

describe('sensible calendars are left alone', () => {
  it.each([
    ['an hour by day', `triggers: [{schedule: "0 9 * * *"}]\n${LETTER}`],
    [
      'a time that the window shuts on some days only',
      `triggers: [{schedule: "0 9 * * *"}]\nsend_window: {on: weekdays, on_blocked: skip}\n${LETTER}`,
    ],
    ['a day without a time', `triggers: [{date: birthday}]\n${LETTER}`],
    [
      'a time at which nothing is sent yet',
      `triggers: [{schedule: "0 3 * * *"}]\nsteps: [{id: letter, delay: 8h, email: {template: letter, topic: offers}}]`,
    ],
    ['every minute', `triggers: [{schedule: "*/5 * * * *"}]\n${LETTER}`],
    [
      'a time of the project, where people have zones of their own',
      `triggers: [{schedule: {cron: "0 22 * * *", zone: project}}]\n${LETTER}`,
    ],
    ['a holiday on one of its days', `triggers: [{schedule: "0 9 24 * *"}]\n${LETTER}`],
    ['a service message on a holiday', `triggers: [{schedule: "0 9 24 12 *"}]\n${LETTER.replace('offers', 'service')}`],
    [
      'a window that reaches into the quiet hours',
      `triggers: [{schedule: "0 9 * * *"}]\nsend_window: {from: "07:00", to: "22:00", on_blocked: defer}\n${LETTER}`,
    ],
  ])('%s', (_, lines) => {
    expect(told(lines, `${QUIET}  holidays: {dates: [12-24], on_blocked: skip}\n`)).toEqual([]);
  });
});

it('says of a time what becomes of it, for any quiet hours, window and day', { timeout: 60_000 }, () => {
  const time = fc.integer({ min: 0, max: 47 }).map((half) => half * 30);
  const onBlocked = fc.constantFrom('defer' as const, 'skip' as const);
  fc.assert(
    fc.property(
      time,
      time,
      time,
      time,
      time,
      onBlocked,
      onBlocked,
      (at, quietFrom, quietTo, from, to, atNight, outside) => {
        fc.pre(quietFrom !== quietTo && from < to);
        const words = [at, quietFrom, quietTo, from, to].map(formatTimeOfDay) as [
          string,
          string,
          string,
          string,
          string,
        ];
        const said = told(
          `triggers: [{event: order_placed}]
send_window: {from: "${words[3]}", to: "${words[4]}", on_blocked: ${outside}}
steps: [{id: letter, delay: {at: "${words[0]}"}, email: {template: letter, topic: offers}}]`,
          `  quiet_hours: {from: "${words[1]}", to: "${words[2]}", on_blocked: ${atNight}}\n`,
          /^LC30[789]$/,
        );
        const plan = planWith({
          campaigns: [
            campaign('c', {
              triggers: [{ kind: 'event', event: 'viewed', where: [], key: null, unless: [] }],
              sendWindow: { from, to, on: null, onBlocked: outside },
              steps: [{ ...email('letter'), delay: { for: null, at, on: null } }],
            }),
          ],
          policies: {
            quietHours: { from: quietFrom, to: quietTo, onBlocked: atNight },
            holidays: null,
            frequencyCaps: [],
            lateness: lasting('12h'),
          },
        });
        const start = localMoment('2027-05-03', 'UTC');
        const decisions = replay(
          plan,
          profile([event(start, 'viewed')]),
          every(12 * HOUR, start - HOUR, start + 240 * HOUR),
        );
        const due = start + at * 60_000;
        const [line] = sent(decisions);
        if (said.some((text) => text.includes('lies in quiet hours'))) expect(line).toBeUndefined();
        else if (line === undefined) expect(said).toEqual([`at ${words[0]} step "letter" is never sent`]);
        else if (line.startsWith(`${formatLocal(due, 'UTC').replace(' ', 'T')} `)) expect(said).toEqual([]);
        else
          expect(said).toEqual([
            expect.stringContaining(`at ${words[0]} step "letter" always has to wait until ${line.slice(11, 16)}`),
          ]);
      },
    ),
    { numRuns: 40 },
  );
});

describe('changes of the clocks', () => {
  it('are found with the local times they leave out and bring twice', () => {
    const of = (zone: string): string[] =>
      clockChanges(zone, 2027, 2027).map(
        ({ kind, from, to }) => `${kind} ${formatLocal(from, 'UTC')} ${formatLocal(to, 'UTC').slice(-5)}`,
      );
    expect(of('Europe/Berlin')).toEqual(['left-out 2027-03-28 02:00 03:00', 'twice 2027-10-31 02:00 03:00']);
    expect(of('Australia/Lord_Howe')).toEqual(['twice 2027-04-04 01:30 02:00', 'left-out 2027-10-03 02:00 02:30']);
    expect(of('Asia/Kolkata')).toEqual([]);
  });

  it('are as the wall clock has them', () => {
    for (const zone of ['Europe/London', 'America/New_York', 'Australia/Sydney']) {
      for (const { kind, from, to } of clockChanges(zone, 2027, 2028)) {
        const [date = '', clock = ''] = formatLocal(from, 'UTC').split(' ');
        const minutes = Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
        const shown = formatLocal(wallClock(date, minutes, zone), zone);
        expect(shown).toBe(formatLocal(kind === 'left-out' ? to : from, 'UTC'));
      }
    }
  });
});

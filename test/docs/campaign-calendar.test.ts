import { expect, it } from 'vitest';
import { campaignCalendar } from '../../src/docs/campaign-calendar.js';
import { parseSchedule } from '../../src/model/cron.js';
import type { PlanCampaign, Step, Trigger } from '../../src/model/plan.js';
import { formatTimeOfDay } from '../../src/model/time-of-day.js';
import { campaign, email, has, lasting, planWith } from '../decide/world.js';

const on = (text: string): Trigger => {
  const schedule = parseSchedule(text);
  if (schedule === null) throw new Error(text);
  return { kind: 'schedule', schedule, zone: 'profile' };
};
const letters = (more: Partial<PlanCampaign>, steps: readonly Step[] = [email('letter')]) =>
  campaign('letters', { triggers: [on('0 9 * * tue')], steps, ...more });
const policies = {
  quietHours: { from: 1260, to: 480, onBlocked: 'defer' as const },
  holidays: {
    dates: ['12-24', '12-25', '12-26'],
    regions: { attribute: 'country', dates: { AT: ['01-06'] } },
    onBlocked: 'defer' as const,
  },
  frequencyCaps: [],
  lateness: lasting('3d'),
};
const plan = planWith({ timezone: 'Europe/Berlin', policies });
const told = (one: PlanCampaign, day: string) =>
  campaignCalendar(plan, one, day, 14).moments.map(
    ({ date, minutes, step, certain, held }) =>
      `${date} ${minutes === null ? '?' : formatTimeOfDay(minutes)} ${step ?? 'enter'}${certain ? '' : '?'}${held === null ? '' : ` ${held}`}`,
  );

it('follows who entered before, too', () => {
  expect(told(letters({}, [email('one'), email('two', { delay: '10d' })]), '2026-03-02')).toEqual([
    '2026-03-03 09:00 enter',
    '2026-03-03 09:00 one',
    '2026-03-06 09:00 two',
    '2026-03-10 09:00 enter',
    '2026-03-10 09:00 one',
    '2026-03-13 09:00 two',
  ]);
});

it('keeps the wall clock when the clocks change', () => {
  expect(told(letters({}, [email('one', { delay: '6d' })]), '2026-03-23')).toEqual([
    '2026-03-23 09:00 one',
    '2026-03-24 09:00 enter',
    '2026-03-30 09:00 one',
    '2026-03-31 09:00 enter',
  ]);
});

it('waits for holidays, quiet hours and send windows to end, or skips', () => {
  const late = email('late', { delay: '14h' });
  expect(told(letters({ triggers: [on('2026-12-24T09:00')] }, [email('eve'), late]), '2026-12-20')).toEqual([
    '2026-12-24 09:00 enter',
    '2026-12-27 08:00 eve waited',
    '2026-12-28 08:00 late waited',
  ]);
  const window = { from: 600, to: 720, on: null, onBlocked: 'skip' as const };
  expect(told(letters({ triggers: [on('2026-12-24T09:00')], sendWindow: window }), '2026-12-20')).toEqual([
    '2026-12-24 09:00 enter',
    '2026-12-24 09:00 letter skipped',
  ]);
});

it('knows holidays of everybody and of some, and none for service messages', () => {
  const { days } = campaignCalendar(plan, letters({}), '2026-12-24', 14);
  expect(days.filter(({ holiday }) => holiday === 'everybody').map(({ date }) => date)).toEqual([
    '2026-12-24',
    '2026-12-25',
    '2026-12-26',
  ]);
  expect(days.find(({ date }) => date === '2027-01-06')?.holiday).toEqual(['AT']);
  const service = campaignCalendar(plan, letters({}, [email('x', { topic: 'service' })]), '2026-12-24', 14);
  expect(service.days.every(({ holiday }) => holiday === 'none')).toBe(true);
});

it('is not certain of what only some get', () => {
  const asks: Step = { ...email('some'), when: has('order') };
  expect(told(letters({ triggers: [on('2026-03-03T09:00')] }, [asks, email('all')]), '2026-03-02')).toEqual([
    '2026-03-03 09:00 enter',
    '2026-03-03 09:00 some?',
    '2026-03-03 09:00 all',
  ]);
});

it('tells the hours in which messages may go', () => {
  const hours = (more: Partial<PlanCampaign>) => campaignCalendar(plan, letters(more), '2026-03-02', 14).hours;
  expect(hours({})).toEqual({ from: 480, to: 1260 });
  expect(hours({ sendWindow: { from: 360, to: 720, on: null, onBlocked: 'defer' } })).toEqual({ from: 480, to: 720 });
  expect(hours({ sendWindow: { from: 0, to: 300, on: null, onBlocked: 'skip' } })).toBeNull();
});

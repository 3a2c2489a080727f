import { addDays, dayNumber, localTime, weekdayOf } from '../../src/calendar/local-time.js';
import { shiftDay } from '../../src/calendar/shift-day.js';
import { matchesWhere } from '../../src/decide/matching-events.js';
import { bestHour } from '../../src/measure/best-hour.js';
import { cellOf } from '../../src/measure/models/likelihood.js';
import { expectedOrderValue } from '../../src/measure/models/order-value.js';
import { aliveOf, expectedOrders } from '../../src/measure/models/repeat-buying.js';
import { expectedGap, type GapCohort, gapStatistics, ownGap } from '../../src/measure/purchase-gap.js';
import { isStopped, rankRfm } from '../../src/measure/rfm.js';
import { shrunkShare } from '../../src/measure/share.js';
import type { FactEvent, Facts } from '../../src/model/facts.js';
import type { Plan } from '../../src/model/plan.js';
import type { Population, Refresh } from '../../src/model/population.js';
import type { Value } from '../../src/model/value.js';

/** The day of the refresh `back` refreshes before the one that stands on a day. */
export function refreshOn(refresh: Refresh, day: string, back: number): string {
  if (refresh === 'daily') return addDays(day, -back);
  if (refresh === 'weekly') return addDays(day, 1 - weekdayOf(day) - 7 * back);
  return shiftDay(`${day.slice(0, 7)}-01`, -back, 0);
}

/** What a population says of everybody at the refresh on a day, from plain arrays, in the order of the people. */
export function expectedStanding(
  plan: Plan,
  population: Population,
  everybody: readonly Facts[],
  day: string,
): readonly Readonly<Record<string, Value>>[] {
  const { within } = population;
  const start = within === null ? '0000' : shiftDay(day, -within.months, -within.days);
  const dayOf = ({ time }: FactEvent): string => localTime(time, plan.timezone).date;
  const eventsOf = (facts: Facts, name: string, isPart = true): readonly FactEvent[] =>
    facts.events.filter(
      (event) =>
        event.name === name &&
        dayOf(event) >= start &&
        dayOf(event) < day &&
        (!isPart || !('where' in population) || matchesWhere(event, population.where, { plan, facts, messages: [] })),
    );
  const daysOf = (facts: Facts, name: string): readonly number[] =>
    [...new Set(eventsOf(facts, name).map((event) => dayNumber(dayOf(event))))].sort((a, b) => a - b);
  /** The sum of each such day, in order. */
  const amountsOf = (facts: Facts, name: string, property: string): readonly number[] => {
    const isNumber = plan.events[name]?.[property] === 'number';
    return daysOf(facts, name).map((each) =>
      eventsOf(facts, name)
        .filter((one) => dayNumber(dayOf(one)) === each)
        .reduce((sum, { properties }) => sum + (isNumber ? Number(properties[property] ?? 0) : 0), 0),
    );
  };
  switch (population.kind) {
    case 'rfm': {
      const { event, property, bins, weights, stop } = population;
      const members = everybody.flatMap((facts, i) => {
        const days = daysOf(facts, event);
        if (days.length === 0) return [];
        const amounts = amountsOf(facts, event, property);
        return [{ i, last: days.at(-1)!, days: days.length, amount: amounts.reduce((a, b) => a + b, 0) }];
      });
      const standings = rankRfm(members, bins, weights);
      const byPerson = new Map(members.map(({ i }, n) => [i, standings[n]!]));
      const memory = { ...population, stop: null };
      const history = Array.from({ length: stop === null ? 0 : 14 }, (_, back) =>
        back === 0 ? null : expectedStanding(plan, memory, everybody, refreshOn(population.refresh, day, back)),
      );
      return everybody.map((_, i) => {
        const standing = byPerson.get(i);
        if (standing === undefined) return {};
        const before = history.slice(1).map((each) => (each?.[i]?.percentile ?? null) as number | null);
        const percentiles = [...before.reverse(), standing.percentile];
        return { ...standing, stopped: stop === null ? false : isStopped(percentiles, stop) };
      });
    }
    case 'purchase_gap': {
      const days = everybody.map((facts) => daysOf(facts, population.event));
      const cohorts = days.flatMap(([first, second]): GapCohort[] =>
        first === undefined ? [] : [{ first, second: second ?? null, people: 1 }],
      );
      const found = gapStatistics(cohorts, dayNumber(day), population.followUp, population.minRepeaters);
      return days.map((own) => {
        if (own.length === 0) return { ...found };
        const span = own.at(-1)! - own[0]!;
        const expected = expectedGap(span, own.length, found.population_mean);
        return { ...found, own: ownGap(span, own.length), expected };
      });
    }
    case 'best_hour': {
      const hours = everybody.map((facts) => {
        const counts = new Array<number>(24).fill(0);
        for (const name of population.events)
          for (const { time } of eventsOf(facts, name))
            counts[Math.floor(localTime(time, facts.zone).minutes / 60)]! += 1;
        return counts;
      });
      const all = hours.reduce((sum, own) => sum.map((n, hour) => n + own[hour]!), new Array<number>(24).fill(0));
      return hours.map((own) => ({ value: bestHour(own, all) }));
    }
    case 'customer_value': {
      const { event, property, horizon, buying, spending } = population;
      const model = { kind: 'mbgnbd', ...buying } as const;
      return everybody.map((facts) => {
        const days = daysOf(facts, event);
        if (days.length === 0) return {};
        const amounts = amountsOf(facts, event, property);
        const repeats = days.length - 1;
        const last = (days.at(-1)! - days[0]!) / 7;
        const age = (dayNumber(day) - 1 - days[0]!) / 7;
        const mean = repeats === 0 ? 0 : (amounts.reduce((a, b) => a + b, 0) - amounts[0]!) / repeats;
        const alive = aliveOf(model, { repeats, last, age });
        const orders = expectedOrders(model, { repeats, last, age }, horizon / 7);
        return {
          alive,
          expected_orders: orders,
          expected_value: orders * expectedOrderValue(spending, { repeats, mean }),
          churn_risk: 1 - alive,
        };
      });
    }
    case 'likelihood': {
      const members = everybody.flatMap((facts, i) => {
        const days = daysOf(facts, population.event);
        return days.length === 0 ? [] : [{ i, last: days.at(-1)!, days: days.length, amount: 0 }];
      });
      const standings = rankRfm(members, 5, { recency: 1, frequency: 1, monetary: 1 });
      const cells = new Map(members.map(({ i }, n) => [i, standings[n]!]));
      return everybody.map((_, i) => {
        const own = cells.get(i);
        return own === undefined ? {} : { value: population.rates[cellOf(own.recency, own.frequency)]! };
      });
    }
    case 'share': {
      const { event, of, shrink } = population;
      const counts = everybody.map((facts) => ({
        part: eventsOf(facts, event).length,
        whole: eventsOf(facts, of, false).length,
      }));
      const sum = (key: 'part' | 'whole') => counts.reduce((total, each) => total + each[key], 0);
      return counts.map((own) => ({ value: shrunkShare(own, { part: sum('part'), whole: sum('whole') }, shrink) }));
    }
  }
}

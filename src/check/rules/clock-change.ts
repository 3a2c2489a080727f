import { type ClockChange, clockChanges } from '../../calendar/clock-changes.js';
import { formatLocal, wallClock } from '../../calendar/local-time.js';
import { canonicalZone } from '../../calendar/zone.js';
import type { Project } from '../../model/project.js';
import { formatTimeOfDay } from '../../model/time-of-day.js';
import { exampleProject } from '../example/example-project.js';
import { spanOf } from '../place.js';
import { remember } from '../remember.js';
import type { Rule } from '../rule.js';
import { shutTimes } from '../timing/shut-times.js';
import { FIRST_YEAR, LAST_YEAR, type WrittenTime, writtenTimes } from '../timing/written-times.js';
import { configMap, mapAt, textAt, textsAt } from '../yaml-map.js';

/** A message is timed for an hour that a change of the clocks leaves out or brings twice. */
export const clockChange: Rule = {
  code: 'LC310',
  name: 'clock-change',
  severity: 'warning',
  summary: 'A message is timed for an hour that a change of the clocks leaves out or brings twice.',
  docs: `In most zones that have summer time, clocks are put forward and back between 01:00 and 03:00. A time that is left out that day is served at the end of the gap, and one that comes twice the first time: nobody is left out and nobody gets it twice, but the time is not the one that is written.

Any time in daylight is safe. The project's zone is looked at, over the years 2027 and 2028 (a single moment in its own year), and where people have zones of their own, every zone that the "enum" of that attribute lists; without such a list Berlin, London, New York and Sydney.`,
  example: {
    file: 'campaigns/monthly.yaml',
    bad: 'schedule: {cron: "30 2 * * sun", zone: profile}',
    good: 'schedule: {cron: "0 9 1 * *", zone: profile}',
    beside: {
      'lifecycle.config.yaml': exampleProject['lifecycle.config.yaml']?.replace('to: "08:00"', 'to: "01:00"') ?? '',
    },
  },
  check: () => [],
  *checkCampaign(project, campaign) {
    for (const written of writtenTimes(project, campaign)) {
      if (written.isImplied || shutTimes(project, campaign).has(written)) continue;
      const hit = firstHit(project, written);
      if (hit === null) continue;
      const { zone, day, change } = hit;
      const time = formatTimeOfDay(written.time);
      const isLeftOut = change.kind === 'left-out';
      yield {
        message: `${time} ${isLeftOut ? 'does not come' : 'comes twice'} on ${day} in ${zone}`,
        span: spanOf(project, written.place),
        label: isLeftOut ? `goes at ${formatLocal(change.to, 'UTC').slice(-5)} that day` : 'goes the first time',
        help: ['write a time that no change of the clocks touches, such as "09:00"'],
      };
    }
  },
};

const ELSEWHERE = ['Europe/Berlin', 'Europe/London', 'America/New_York', 'Australia/Sydney'];

const zonesOf = remember((project: Project): { readonly own: readonly string[]; readonly all: readonly string[] } => {
  const config = configMap(project);
  const zone = canonicalZone(textAt(config, 'timezone') ?? '');
  const own = zone === null ? [] : [zone];
  const column = textAt(mapAt(config, 'identity'), 'timezone');
  if (column === null) return { own, all: own };
  const listed = textsAt(mapAt(mapAt(config, 'attributes'), column), 'enum').flatMap(
    ({ text }) => canonicalZone(text) ?? [],
  );
  return { own, all: [...new Set([...own, ...(listed.length > 0 ? listed : ELSEWHERE)])] };
});

function firstHit(
  project: Project,
  { days, time, isProjectTime }: WrittenTime,
): { readonly zone: string; readonly day: string; readonly change: ClockChange } | null {
  const { own, all } = zonesOf(project);
  const [first = ''] = days();
  const year = Number(first.slice(0, 4)) || FIRST_YEAR;
  const isOnce = year < FIRST_YEAR || year > LAST_YEAR;
  for (const zone of isProjectTime ? own : all) {
    for (const change of isOnce ? clockChanges(zone, year, year) : usualChanges(zone)) {
      const at = wallClock(change.day, time, 'UTC');
      if (at < change.from || at >= change.to) continue;
      for (const day of days()) if (day === change.day) return { zone, day, change };
    }
  }
  return null;
}

const known = new Map<string, readonly ClockChange[]>();

function usualChanges(zone: string): readonly ClockChange[] {
  const found = known.get(zone) ?? clockChanges(zone, FIRST_YEAR, LAST_YEAR);
  known.set(zone, found);
  return found;
}

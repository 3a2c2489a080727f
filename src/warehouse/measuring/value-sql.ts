import { compareText } from '../../model/diagnostic.js';
import { invariant } from '../../model/failure.js';
import { DAY } from '../../model/milliseconds.js';
import { fadedPoints } from '../sql/score-sum.js';
import type { PersonMeasure } from './asked.js';
import { type Doings, lifetimesSql } from './doings-sql.js';

/** Amounts are added up as whole billionths: so the sum is the same in whatever order an engine takes them, and cents stay cents. */
const PARTS = 1e9;

/** Answers that a scale knows, and what each is worth, as SQL over `answer`. */
const SCALES = {
  nps: { low: 0, high: 10, worth: 'CASE WHEN answer >= 9 THEN 1 WHEN answer <= 6 THEN -1 ELSE 0 END' },
  csat: { low: 1, high: 5, worth: 'CASE WHEN answer >= 4 THEN 1 ELSE 0 END' },
  ces: { low: 1, high: 7, worth: 'answer' },
} as const;

/** Tells the table of doings what a measure looks at. Call it for every measure before the table is made. */
export function lookAt(doings: Doings, measure: PersonMeasure): void {
  if (isOfLifetime(measure)) lifetimesSql(doings.lowering, '', measure);
  else if (measure.kind !== 'attribute') valueSql(doings, measure, '');
}

/**
 * SQL for `(person, y, x)`: what a measure counts of each person inside their window, and in as long a time before their first exposure (NULL where that makes no sense). Who is in no row has 0, but of
 * surveys and attributes nothing is known of them. `events` are those of `eventsWithEdges`; attributes stand in the table `known(pid, k0, …)` under `attribute`.
 */
export function valueSql(doings: Doings, measure: PersonMeasure, events: string, attribute = ''): string {
  switch (measure.kind) {
    case 'share': {
      if (isOfLifetime(measure))
        return `SELECT person, 1 AS y, NULL AS x FROM (${lifetimesSql(doings.lowering, events, measure)}) WHERE counts
          GROUP BY person HAVING count(*) >= ${measure.atLeast ?? 1}`;
      return `SELECT person, 1 AS y, NULL AS x FROM doings WHERE inside AND ${passing(doings, measure)}
        GROUP BY person HAVING count(*) >= ${measure.atLeast ?? 1}`;
    }
    case 'count':
      return bothTimes((during) => `count(*) ${during}`, passing(doings, measure));
    case 'sum':
      return bothTimes(exactSum(doings.value(measure.event, measure.property)), passing(doings, measure));
    case 'score': {
      const events = Object.keys(measure.points).sort(compareText);
      for (const event of events) doings.passing(event, []);
      const weights = events.map((event) => ({ event, weight: measure.points[event]! }));
      const { months, days, exact } = measure.halfLife;
      invariant(months === 0, 'points fade by days, not by months');
      const { points, codes } = fadedPoints(
        { weights, halfLife: days * DAY + exact },
        doings.lowering.layout,
        'seen_at',
      );
      return bothTimes(exactSum(points), `name IN (${codes.join(', ') || 'NULL'})`);
    }
    case 'retention': {
      const span = doings.spans.indexOf(measure);
      return `SELECT DISTINCT person, 1 AS y, NULL AS x FROM doings WHERE r${span} AND ${passing(doings, measure)}`;
    }
    case 'survey': {
      const { low, high, worth } = SCALES[measure.scale];
      const answer = doings.value(measure.event, measure.property);
      return `SELECT person, ${worth} AS y, NULL AS x FROM (SELECT person, arg_max(${answer}, ROW(time, ord)) AS answer FROM doings
        WHERE inside AND ${passing(doings, measure)} AND ${answer} BETWEEN ${low} AND ${high} GROUP BY person)`;
    }
    case 'attribute':
      return `SELECT p.person, k.${attribute} AS y, NULL AS x FROM people p JOIN known k ON k.pid = p.pid WHERE k.${attribute} IS NOT NULL`;
  }
}

/** Whether people of whom there is no row are not counted, rather than counted with 0. */
export function countsOnlyKnown({ kind }: PersonMeasure): boolean {
  return kind === 'survey' || kind === 'attribute';
}

type Share = Extract<PersonMeasure, { kind: 'share' }>;
type Lifelong = Share & ({ readonly newTo: string } | { readonly above: string });

/** Whether what people did before matters to what counts. */
function isOfLifetime(measure: PersonMeasure): measure is Lifelong {
  return measure.kind === 'share' && (measure.newTo !== undefined || measure.above !== undefined);
}

function passing(doings: Doings, { event, where }: Extract<PersonMeasure, { event: string }>): string {
  return doings.passing(event, where);
}

function bothTimes(aggregate: (during: string) => string, where: string): string {
  const at = (time: string) => `CAST(coalesce(${aggregate(`FILTER (WHERE ${time})`)}, 0) AS DOUBLE)`;
  return `SELECT person, ${at('inside')} AS y, ${at('before')} AS x FROM doings
    WHERE (inside OR before) AND ${where} GROUP BY person`;
}

function exactSum(value: string): (during: string) => string {
  return (during) => `CAST(sum(CAST(round((${value}) * ${PARTS}) AS HUGEINT)) ${during} AS DOUBLE) / ${PARTS}`;
}

import { subtractDuration } from '../../../dist/calendar/local-time.js';

// One query for each campaign as a good analyst writes it, over typed tables: `people(pid, zone, country, …)` and `events(pid, zone, name, time, value, category, …)`.

/** Which properties of events the tables have, with their types. */
export const PROPERTIES = {
  category: 'VARCHAR', price: 'DOUBLE', platform: 'VARCHAR', hits: 'DOUBLE', value: 'DOUBLE', items: 'DOUBLE', rating: 'DOUBLE', topic: 'VARCHAR', product: 'VARCHAR',
};

/**
 * SQL of the pids in a campaign at a moment. `joined`: one aggregation over the names and windows that it needs, joined to the people. `exists`: a semi-join or an aggregation of its own
 * for each test. Local days are counted as the campaign counts them.
 */
export function analystQuery(plan, condition, at, zones, form) {
  const features = new Map();
  const names = new Set();
  const starts = [];
  const subqueries = [];
  const literal = (value) => (typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value));

  const test = (value, { op, ...rest }) => {
    switch (op) {
      case 'is': return `${value} = ${literal(rest.value)}`;
      case 'is_not': return `${value} IS DISTINCT FROM ${literal(rest.value)}`;
      case 'in': return `${value} IN (${rest.values.map(literal).join(', ')})`;
      case 'between': return `${value} BETWEEN ${literal(rest.low)} AND ${literal(rest.high)}`;
      case 'every': return rest.of.map((each) => test(value, each)).join(' AND ');
      default: return `${value} ${{ gt: '>', gte: '>=', lt: '<', lte: '<=' }[op]} ${literal(rest.value)}`;
    }
  };

  /** The earliest moment of a window; where clocks moved in between it is another for some zones. */
  const windowStart = (window) => {
    const byStart = new Map();
    for (const { code, name } of zones) {
      const start = subtractDuration(at, window.duration, name);
      byStart.set(start, [...(byStart.get(start) ?? []), code]);
    }
    const [usual, ...others] = [...byStart].sort(([, a], [, b]) => b.length - a.length);
    const cases = others.map(([start, codes]) => `WHEN zone IN (${codes.join(', ')}) THEN ${start}`);
    const sql = cases.length === 0 ? String(usual[0]) : `CASE ${cases.join(' ')} ELSE ${usual[0]} END`;
    return { sql, earliest: Math.min(...byStart.keys()) };
  };

  const selects = ({ event, where, window }) => {
    const start = window.kind === 'within' ? windowStart(window) : null;
    const tests = [`name = '${event}'`, ...where.map(({ property, test: of }) => test(property, of)), ...(start === null ? [] : [`time > ${start.sql}`])];
    return { event, sql: tests.join(' AND '), earliest: start?.earliest ?? null };
  };

  const feature = (selection, aggregate) => {
    const { event, sql, earliest } = selects(selection);
    if (form === 'exists') {
      subqueries.push(`SELECT pid, ${aggregate} AS v FROM events WHERE ${[...(earliest === null ? [] : [`time > ${earliest}`]), sql].join(' AND ')} GROUP BY pid`);
      return `coalesce(s${subqueries.length - 1}.v, 0)`;
    }
    names.add(event);
    starts.push(earliest);
    const text = `${aggregate} FILTER (WHERE ${sql})`;
    if (!features.has(text)) features.set(text, `f${features.size}`);
    return `coalesce(${features.get(text)}, 0)`;
  };

  const write = (of) => {
    switch (of.kind) {
      case 'all': return `(${of.of.map(write).join(' AND ')})`;
      case 'any': return mergeStages(of.of) ?? `(${of.of.map(write).join(' OR ')})`;
      case 'not': return `(NOT ${write(of.of)})`;
      case 'segment': return write(plan.segments[of.segment]);
      case 'attribute': {
        const trait = plan.traits[of.name]?.trait;
        return `coalesce(${test(trait === undefined ? of.name : measured(trait, trait.kind, trait.property), of.test)}, FALSE)`;
      }
      case 'event': {
        const { measure } = of;
        const once = measure.kind === 'count' && measure.test.op === 'gte' && measure.test.value === 1;
        if (once && form === 'exists') {
          const { sql, earliest } = selects(of);
          return `pid IN (SELECT pid FROM events WHERE ${[...(earliest === null ? [] : [`time > ${earliest}`]), sql].join(' AND ')})`;
        }
        return `(${test(measured(of, measure.kind, measure.property), measure.test)})`;
      }
      default: throw new Error(`no analyst was asked about ${of.kind}`);
    }
  };
  const measured = (selection, kind, property) => feature(selection, kind === 'count' ? 'count(*)' : `sum(${property})`);

  /** To be in one of the first stages is to fit one of them. */
  const mergeStages = (of) => {
    const stages = of.map((each) => (each.kind === 'stage' ? plan.stages.findIndex(({ id }) => id === each.stage) : -1)).sort((a, b) => a - b);
    return stages.every((stage, i) => stage === i) ? `(${stages.map((stage) => write(plan.stages[stage].when)).join(' OR ')})` : null;
  };

  const where = write(condition);
  if (form === 'exists') {
    const joins = subqueries.map((sql, i) => `LEFT JOIN (${sql}) s${i} USING (pid)`);
    return `SELECT pid FROM people ${joins.join(' ')} WHERE ${where}`;
  }
  if (features.size === 0) return `SELECT pid FROM people WHERE ${where}`;
  const reach = starts.includes(null) ? [] : [`time > ${Math.min(...starts)}`];
  return `WITH f AS (SELECT pid, ${[...features].map(([sql, name]) => `${sql} AS ${name}`).join(', ')} FROM events
    WHERE ${[`name IN (${[...names].map(literal).join(', ')})`, ...reach].join(' AND ')} GROUP BY pid)
    SELECT pid FROM people LEFT JOIN f USING (pid) WHERE ${where}`;
}

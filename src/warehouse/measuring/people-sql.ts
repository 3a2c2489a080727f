import type { TimeSpans } from './time-spans.js';

/** How somebody stands in the table `people`. */
export const STATE = { counted: 0, global: 1, changedSides: 2 } as const;

/**
 * SQL for `people`, from `exposures`: each unit once for each campaign, by its first exposure under the newest salt (the one whose first exposure came last). `state` says who is in no arm: those held out
 * globally, and those whose number lies between the smallest and the largest share there was, for they may have been on either side. `person` counts by campaign and moment. What came at the same moment stands in the order of `place`, which is that of the ledger.
 */
export function peopleSql(spans: TimeSpans): string {
  const times = ['t', 'began', 'ends', ...spans.indexes.flatMap((i) => [`after${i}`, `until${i}`])];
  const days = ['first_day', 'ends_day', ...spans.indexes.map((i) => `day${i}`)];
  return `CREATE TABLE people AS
WITH salts AS (
  SELECT campaign, salt, min(ROW(t, place)) AS salt_began, min(share) AS low, max(share) AS high FROM exposures GROUP BY campaign, salt
), newest AS (
  SELECT * FROM salts QUALIFY row_number() OVER (PARTITION BY campaign ORDER BY salt_began DESC) = 1
), firsts AS (
  SELECT place, low, high, CAST(row_number() OVER (ORDER BY campaign, t, place) - 1 AS INTEGER) AS person
  FROM (SELECT e.campaign, e.t, e.place, n.low, n.high FROM exposures e JOIN newest n ON n.campaign = e.campaign AND n.salt = e.salt
    QUALIFY row_number() OVER (PARTITION BY e.campaign, e.unit ORDER BY e.t, e.place) = 1)
)
SELECT person, campaign, salt, unit, pid, u, share, held,
  CASE WHEN global THEN ${STATE.global} WHEN u >= low AND u < high THEN ${STATE.changedSides} ELSE ${STATE.counted} END AS state,
  ${times.map((name) => `CAST(${name} AS BIGINT) AS ${name}`).join(', ')}, ${days.map((name) => `CAST(${name} AS INTEGER) AS ${name}`).join(', ')}
FROM exposures JOIN firsts USING (place)`;
}

/** SQL for `members`: the profiles of everybody who is counted, those of later exposures as well. */
export const MEMBERS_SQL = `CREATE TABLE members AS
SELECT person, pid FROM people WHERE state = ${STATE.counted}
UNION
SELECT p.person, e.pid FROM people p JOIN exposures e ON e.campaign = p.campaign AND e.salt = p.salt AND e.unit = p.unit
WHERE p.state = ${STATE.counted} AND e.pid <> p.pid`;

/** SQL for how many people of each campaign have a later exposure in the other arm. */
export const BOTH_ARMS_SQL = `SELECT p.campaign, count(DISTINCT p.person) AS people
FROM people p JOIN exposures e ON e.campaign = p.campaign AND e.salt = p.salt AND e.unit = p.unit
WHERE p.state = ${STATE.counted} AND e.held <> p.held AND NOT e.global GROUP BY p.campaign`;

-- Works out again what lifecycle report counted as of 2026-05-01T00:00:00.000Z, from exposures.csv and events.csv
-- beside this file and from nothing else. Run it with DuckDB in the folder where they are: duckdb < report.sql
-- Both files hold personal data: ids of people, and what they did.

-- Held out is whose number, the first 52 bits of SHA-256 over "salt:unit", is below the share.
CREATE TABLE exposures AS SELECT *, global OR u < share AS held FROM (
  SELECT CAST(place AS INTEGER) AS place, campaign, salt, unit, profile_id AS pid, message_id, epoch_ms(CAST(exposed_at AS TIMESTAMP)) AS t,
    CAST(('0x' || substr(sha256(salt || ':' || unit), 1, 13)) AS UBIGINT) / CAST(4503599627370496 AS DOUBLE) AS u, CAST(share AS DOUBLE) AS share,
    arm AS written, by_holdout IS NOT DISTINCT FROM 'global' AS global, CAST(first_day AS INTEGER) AS first_day,
    epoch_ms(CAST(window_before AS TIMESTAMP)) AS began, epoch_ms(CAST(window_ends AS TIMESTAMP)) AS ends, CAST(ends_day AS INTEGER) AS ends_day, CAST(after0 AS DOUBLE) AS after0, CAST(until0 AS DOUBLE) AS until0, CAST(day0 AS DOUBLE) AS day0
  FROM read_csv('exposures.csv', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false, strict_mode = true));


-- Exposures whose arm is not the one that SHA-256 gives: none, unless a file was changed. (What the global holdout keeps back has a salt of its own.)
SELECT campaign, unit, salt, share, u, written AS arm, CASE WHEN held THEN 'held' ELSE 'sent' END AS arm_by_sha256
FROM exposures WHERE (written = 'held') <> held ORDER BY ALL;

-- Everybody once, by the first exposure under the newest salt.
CREATE TABLE people AS
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
  CASE WHEN global THEN 1 WHEN u >= low AND u < high THEN 2 ELSE 0 END AS state,
  CAST(t AS BIGINT) AS t, CAST(began AS BIGINT) AS began, CAST(ends AS BIGINT) AS ends, CAST(after0 AS BIGINT) AS after0, CAST(until0 AS BIGINT) AS until0, CAST(first_day AS INTEGER) AS first_day, CAST(ends_day AS INTEGER) AS ends_day, CAST(day0 AS INTEGER) AS day0
FROM exposures JOIN firsts USING (place);

SELECT campaign, CASE state WHEN 1 THEN 'none: global holdout' WHEN 2 THEN 'none: may have changed sides'
  ELSE CASE WHEN held THEN 'held' ELSE 'sent' END END AS arm, count(*) AS people FROM people GROUP BY ALL ORDER BY ALL;

-- The profiles of each of them.
CREATE TABLE members AS
SELECT person, pid FROM people WHERE state = 0
UNION
SELECT p.person, e.pid FROM people p JOIN exposures e ON e.campaign = p.campaign AND e.salt = p.salt AND e.unit = p.unit
WHERE p.state = 0 AND e.pid <> p.pid;

CREATE TABLE events AS SELECT CAST(place AS INTEGER) AS ord, profile_id AS pid, epoch_ms(CAST("time" AS TIMESTAMP)) AS time,
  CASE event WHEN 'order_placed' THEN 2 WHEN 'survey_answered' THEN 4 END AS name, CAST("score" AS DOUBLE) AS q0, CAST("total" AS DOUBLE) AS q1
FROM read_csv('events.csv', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false, strict_mode = true);

-- Which campaign asks for which events.
CREATE TABLE asked (campaign VARCHAR, event INTEGER);
INSERT INTO asked VALUES ('win-back', 2), ('win-back', 4);

-- What they did in their windows, and in as long a time before.
CREATE TABLE doings AS SELECT p.person, e.ord, e.time,
  e.time > p.t AND e.time <= p.ends AS inside,
  e.time > p.began AND e.time <= p.t AS before,
  CASE WHEN e.time > p.t THEN p.ends ELSE p.t END AS seen_at, e.name,
  e.time > p.after0 AND e.time <= p.until0 AS r0,
  (name = 2 AND coalesce(q1 >= 50, FALSE)) AS s0,
  (name = 2) AS s1,
  (name = 4) AS s2,
  CAST(q0 AS DOUBLE) AS v0,
  CAST(q1 AS DOUBLE) AS v1
FROM events e JOIN members g ON g.pid = e.pid JOIN people p ON p.person = g.person
JOIN asked a ON a.campaign = p.campaign AND a.event = e.name
WHERE e.name IN (2, 4) AND e.time > p.began AND e.time <= greatest(p.ends, p.until0) AND least(p.ends, p.until0) <= 1777593600000;

-- Every sum of every metric, by arm and by the day on which people's windows ended.
SELECT campaign, 'buyers' AS metric, CAST(DATE '1970-01-01' + day AS VARCHAR) AS day, CASE WHEN held THEN 'held' ELSE 'sent' END AS arm,
  count(*) AS people, fsum(y) AS sum, fsum(y * y) AS sum_of_squares, count(*) FILTER (WHERE y <> 0) AS active, count(*) FILTER (WHERE y < 0) AS negative,
  NULL AS below_sum, NULL AS below_sum_of_squares, NULL AS below_product, NULL AS before_sum, NULL AS before_sum_of_squares, NULL AS before_product
FROM (SELECT p.campaign, p.held, p.ends_day AS day, CAST(coalesce(v0.y, 0) AS DOUBLE) AS y, CAST(coalesce(v0.x, 0) AS DOUBLE) AS x
  FROM people p LEFT JOIN (SELECT person, 1 AS y, NULL AS x FROM doings WHERE inside AND s0
        GROUP BY person HAVING count(*) >= 1) v0 ON v0.person = p.person
  WHERE p.state = 0 AND p.campaign IN ('win-back') AND p.ends <= 1777593600000)
GROUP BY campaign, day, held
UNION ALL
SELECT campaign, 'churn' AS metric, CAST(DATE '1970-01-01' + day AS VARCHAR) AS day, CASE WHEN held THEN 'held' ELSE 'sent' END AS arm,
  count(*) AS people, fsum(y) AS sum, fsum(y * y) AS sum_of_squares, count(*) FILTER (WHERE y <> 0) AS active, count(*) FILTER (WHERE y < 0) AS negative,
  NULL AS below_sum, NULL AS below_sum_of_squares, NULL AS below_product, NULL AS before_sum, NULL AS before_sum_of_squares, NULL AS before_product
FROM (SELECT p.campaign, p.held, p.day0 AS day, CAST(1 - coalesce(v0.y, 0) AS DOUBLE) AS y, CAST(coalesce(v0.x, 0) AS DOUBLE) AS x
  FROM people p LEFT JOIN (SELECT DISTINCT person, 1 AS y, NULL AS x FROM doings WHERE r0 AND s1) v0 ON v0.person = p.person
  WHERE p.state = 0 AND p.campaign IN ('win-back') AND p.until0 <= 1777593600000)
GROUP BY campaign, day, held
UNION ALL
SELECT campaign, 'nps' AS metric, CAST(DATE '1970-01-01' + day AS VARCHAR) AS day, CASE WHEN held THEN 'held' ELSE 'sent' END AS arm,
  count(*) AS people, fsum(y) AS sum, fsum(y * y) AS sum_of_squares, count(*) FILTER (WHERE y <> 0) AS active, count(*) FILTER (WHERE y < 0) AS negative,
  NULL AS below_sum, NULL AS below_sum_of_squares, NULL AS below_product, NULL AS before_sum, NULL AS before_sum_of_squares, NULL AS before_product
FROM (SELECT p.campaign, p.held, p.ends_day AS day, CAST(coalesce(v0.y, 0) AS DOUBLE) AS y, CAST(coalesce(v0.x, 0) AS DOUBLE) AS x
  FROM people p LEFT JOIN (SELECT person, CASE WHEN answer >= 9 THEN 1 WHEN answer <= 6 THEN -1 ELSE 0 END AS y, NULL AS x FROM (SELECT person, arg_max(v0, ROW(time, ord)) AS answer FROM doings
        WHERE inside AND s2 AND v0 BETWEEN 0 AND 10 GROUP BY person)) v0 ON v0.person = p.person
  WHERE p.state = 0 AND p.campaign IN ('win-back') AND p.ends <= 1777593600000 AND v0.person IS NOT NULL)
GROUP BY campaign, day, held
UNION ALL
SELECT campaign, 'order_value' AS metric, CAST(DATE '1970-01-01' + day AS VARCHAR) AS day, CASE WHEN held THEN 'held' ELSE 'sent' END AS arm,
  count(*) AS people, fsum(y) AS sum, fsum(y * y) AS sum_of_squares, count(*) FILTER (WHERE y <> 0) AS active, count(*) FILTER (WHERE y < 0) AS negative,
  fsum(w) AS below_sum, fsum(w * w) AS below_sum_of_squares, fsum(w * y) AS below_product, NULL AS before_sum, NULL AS before_sum_of_squares, NULL AS before_product
FROM (SELECT p.campaign, p.held, p.ends_day AS day, CAST(coalesce(v0.y, 0) AS DOUBLE) AS y, CAST(coalesce(v0.x, 0) AS DOUBLE) AS x, CAST(coalesce(v1.y, 0) AS DOUBLE) AS w
  FROM people p LEFT JOIN (SELECT person, CAST(coalesce(CAST(sum(CAST(round((v1) * 1000000000) AS HUGEINT)) FILTER (WHERE inside) AS DOUBLE) / 1000000000, 0) AS DOUBLE) AS y, CAST(coalesce(CAST(sum(CAST(round((v1) * 1000000000) AS HUGEINT)) FILTER (WHERE before) AS DOUBLE) / 1000000000, 0) AS DOUBLE) AS x FROM doings
    WHERE (inside OR before) AND s1 GROUP BY person) v0 ON v0.person = p.person
  LEFT JOIN (SELECT person, CAST(coalesce(count(*) FILTER (WHERE inside), 0) AS DOUBLE) AS y, CAST(coalesce(count(*) FILTER (WHERE before), 0) AS DOUBLE) AS x FROM doings
    WHERE (inside OR before) AND s1 GROUP BY person) v1 ON v1.person = p.person
  WHERE p.state = 0 AND p.campaign IN ('win-back') AND p.ends <= 1777593600000)
GROUP BY campaign, day, held
UNION ALL
SELECT campaign, 'revenue' AS metric, CAST(DATE '1970-01-01' + day AS VARCHAR) AS day, CASE WHEN held THEN 'held' ELSE 'sent' END AS arm,
  count(*) AS people, fsum(y) AS sum, fsum(y * y) AS sum_of_squares, count(*) FILTER (WHERE y <> 0) AS active, count(*) FILTER (WHERE y < 0) AS negative,
  NULL AS below_sum, NULL AS below_sum_of_squares, NULL AS below_product, fsum(x) AS before_sum, fsum(x * x) AS before_sum_of_squares, fsum(x * y) AS before_product
FROM (SELECT p.campaign, p.held, p.ends_day AS day, CAST(coalesce(v0.y, 0) AS DOUBLE) AS y, CAST(coalesce(v0.x, 0) AS DOUBLE) AS x
  FROM people p LEFT JOIN (SELECT person, CAST(coalesce(CAST(sum(CAST(round((v1) * 1000000000) AS HUGEINT)) FILTER (WHERE inside) AS DOUBLE) / 1000000000, 0) AS DOUBLE) AS y, CAST(coalesce(CAST(sum(CAST(round((v1) * 1000000000) AS HUGEINT)) FILTER (WHERE before) AS DOUBLE) / 1000000000, 0) AS DOUBLE) AS x FROM doings
    WHERE (inside OR before) AND s1 GROUP BY person) v0 ON v0.person = p.person
  WHERE p.state = 0 AND p.campaign IN ('win-back') AND p.ends <= 1777593600000)
GROUP BY campaign, day, held
ORDER BY campaign, metric, day, arm DESC;

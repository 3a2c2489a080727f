// Generated from schemas/config.schema.json by schemas/generate.mjs; do not edit.
// biome-ignore-all format: generated
import type { WhereFile } from './condition-file.js';

/** A path or glob, a list of them, or a table in PostgreSQL. */
export type SourceFile = string | readonly string[] | {
  /** The database; always an environment variable. */
  readonly postgres: string;
  /** The table or view. */
  readonly table: string;
};

/** A key that signs emails, and the name under which receivers find its public half: `selector._domainkey.domain`. */
export interface DkimKeyFile {
  /** The domain that answers for the emails: that of the sender, or one above or below it. */
  readonly domain: string;
  /** Tells the keys of the domain apart; a new key gets a new one. */
  readonly selector: string;
  /** The private key as PEM, or the base64 of it; always an environment variable. RSA (2048 bits) or Ed25519. */
  readonly key: string;
}

/** A number for a group of people, told by its key. Counted per person: `share`, `sum`, `count`, `retention`, `score`. Made of others: `ratio`, `complement`. Asked of those who answered: `survey`. Known of people or of the business, and never compared with a holdout: `attribute`, `cost`, `incremental`. */
export interface MetricFile {
  /** Of people, those with at least one such event. */
  readonly share?: string;
  /** The sum of a number property, per person. */
  readonly sum?: string;
  /** The number of these events, per person. */
  readonly count?: string;
  /** The first divided by the second, each summed over all people: metrics by their names, or told here. */
  readonly ratio?: readonly [MetricPartFile, MetricPartFile];
  /** Of people, those with such an event later than `after` and up to `within` from when they are counted, whatever the window of the KPI. */
  readonly retention?: string;
  /** One minus a `share` or `retention`: churn is what retention leaves. */
  readonly complement?: MetricPartFile;
  /** What those who answered said: a number property of their last answer. */
  readonly survey?: string;
  /** Points for each event, added up and fading with `half_life`, as of the end of the window. */
  readonly score?: Readonly<Record<string, number>>;
  /** The mean of a number attribute or trait, as it is known when the report is made. */
  readonly attribute?: string;
  /** Money spent, from `data.costs`: the kinds that count. */
  readonly cost?: readonly string[];
  /** What another metric gained against the holdout, for each unit of money that messages and incentives cost (`economics`). */
  readonly incremental?: string;
  /** Only events whose properties pass these tests. */
  readonly where?: WhereFile;
  /** How many such events a person needs to count. Without it: 1. */
  readonly at_least?: number;
  /** Only events whose property has a value that it never had for this person before: cross-sell. */
  readonly new?: string;
  /** Only events whose number property is higher than it ever was for this person before: upsell. The first ever counts for nothing. */
  readonly above?: string;
  /** Only events later than this from when people are counted. */
  readonly after?: string;
  /** Only events up to this from when people are counted. */
  readonly within?: string;
  /** What the answers mean: `nps` (0 to 10: the share of 9 and 10 minus the share of 0 to 6), `csat` (1 to 5: the share of 4 and 5) or `ces` (1 to 7: the mean). */
  readonly scale?: 'nps' | 'csat' | 'ces';
  /** After this long, points count half. In minutes, hours, days or weeks. Without it: 30d. */
  readonly half_life?: string;
  /** Which way is good. Without it: higher; of a `complement`, the other way than what it is made of. */
  readonly better?: 'higher' | 'lower';
}

/** A metric by its name, or told here. */
export type MetricPartFile = string | MetricFile;

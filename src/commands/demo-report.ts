import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { answerMessages, EFFECT, type TrueEffect } from '../demo/answer-messages.js';
import type { Shop } from '../demo/make-shop.js';
import { REPORT_DAY } from '../demo/shop-calendar.js';
import { readLedger } from '../ledger/copy.js';
import type { Interval } from '../model/measurement.js';
import { printEffect } from '../report/run/print-effect.js';
import { report } from './report.js';
import type { Terminal } from './terminal.js';

/** Where the demo keeps what a report reads and writes: absolute paths. */
export interface DemoPlaces {
  readonly root: string;
  readonly plan: string;
  readonly ledger: string;
  /** For the report as JSON and as a page. */
  readonly folder: string;
}

/** What `lifecycle report` is told to get the report of the demo again. */
export const REPORT_AS_OF = new Date(REPORT_DAY).toISOString().replace(/:00\.000Z$/, 'Z');

/** Lets the made-up shop go on to the day of the report; people whom the campaign reached do what only the shop knows they would not have done. */
export async function answerDemo(shop: Shop, { ledger: path }: DemoPlaces, seed: number): Promise<TrueEffect> {
  const ledger = readLedger(path);
  try {
    const { added, effect } = answerMessages(ledger.exposures(), shop.orders, seed);
    await shop.goOn(added);
    return effect;
  } finally {
    ledger.close();
  }
}

/** Reports on the campaign whose effect is known, as `lifecycle report` does, and says the truth beside it. */
export async function reportDemo(terminal: Terminal, effect: TrueEffect, places: DemoPlaces): Promise<void> {
  const json = join(places.folder, 'report.json');
  terminal.out(
    `\nWas it worth it? The shop lived on, and this is \`lifecycle report ${EFFECT.campaign}\` of ${REPORT_AS_OF.slice(0, 10)}:\n\n`,
  );
  await report(terminal, {
    project: places.root,
    plan: places.plan,
    ledger: places.ledger,
    selectors: [EFFECT.campaign],
    asOf: REPORT_AS_OF,
    formats: ['text', `json=${json}`, `html=${join(places.folder, 'report.html')}`],
    sql: false,
  });
  const { campaigns } = JSON.parse(readFileSync(json, 'utf8')) as {
    readonly campaigns: readonly {
      readonly name: string;
      readonly kpi: { readonly absolute: Interval | null };
    }[];
  };
  const [one] = campaigns;
  if (one === undefined) return;
  const page = relative(terminal.cwd, join(places.folder, 'report.html'));
  terminal.out(`The same as a page: ${page}\n\n${printEffect({ name: one.name, found: one.kpi.absolute }, effect)}`);
}

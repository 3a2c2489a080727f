import { existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalJson } from '../compile/canonical-json.js';
import { compilePlan } from '../compile/compile-plan.js';
import { type Inbox, openInbox } from '../demo/inbox.js';
import { writeCodes } from '../demo/make-codes.js';
import { makeShop } from '../demo/make-shop.js';
import { DAYS_AFTERWARDS, SHOP_DAYS, SHOP_END } from '../demo/shop-calendar.js';
import { readLedger } from '../ledger/copy.js';
import { LifecycleError } from '../model/failure.js';
import type { LedgerMessage } from '../model/message.js';
import { DAY, HOUR } from '../model/milliseconds.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { plural } from '../report/plural.js';
import { countCampaigns } from '../report/run/campaign-counts.js';
import { printDemo } from '../report/run/print-demo.js';
import { formatCount } from '../report/table.js';
import { writeWhole } from './build.js';
import { answerDemo, REPORT_AS_OF, reportDemo } from './demo-report.js';
import { findRoot } from './find-root.js';
import { loadProject } from './load-project.js';
import { printFindings } from './print-findings.js';
import { type RunSummary, runTicks } from './run-ticks.js';
import type { ExitCode, Terminal } from './terminal.js';
import { version } from './version.js';

/** Every message waits for the next tick, so a reminder comes at most this much late. */
const TICK = 4 * HOUR;
const SEED = 2026;
const FOLDER = '.lifecycle/demo';

/** What the command line says. */
export interface DemoOptions {
  readonly project: string | undefined;
  readonly profiles: number;
  readonly days: number;
}

/**
 * Makes the example shop's data, builds the plan, dry-runs a day, replays the last `days` days and sends them into an inbox on this machine; then the shop lives on, and a report says what a campaign was worth, with
 * the truth beside it. Writes below `.lifecycle/demo` only,
 * which it empties first. 1 when the project has errors, or when what was sent and what arrived differ.
 */
export async function demo(terminal: Terminal, { project, profiles, days }: DemoOptions): Promise<ExitCode> {
  if (days > SHOP_DAYS - 14) {
    throw new LifecycleError(
      'LC900',
      `the shop has no ${days} days to replay`,
      [`give --days ${SHOP_DAYS - 14} or fewer`],
      2,
    );
  }
  const root = findRoot(terminal, project);
  const say = stopwatch(terminal);

  const loaded = await loadProject(root);
  if (loaded.findings.diagnostics.length > 0) printFindings(terminal, root, loaded.findings, []);
  if (!loaded.sound || loaded.project === null) return 1;
  const plan = compilePlan(loaded.project, loaded.templates, `lifecycle ${version()}`);
  const [profilesFile, eventsFile, afterwardsFile] = filesOfDemo(plan);
  const place = (file: string): string => relative(terminal.cwd, join(root, FOLDER, file)) || '.';
  rmSync(join(root, FOLDER), { recursive: true, force: true });
  writeWhole(join(root, FOLDER, 'plan.json'), canonicalJson(plan));
  const emails = Object.keys(plan.templates).length;
  say(
    `built     ${plural(plan.campaigns.length, 'campaign')} and ${plural(emails, 'template')} into ${place('plan.json')}`,
  );

  const shop = await makeShop({ root, profilesFile, eventsFile, afterwardsFile, profiles, seed: SEED });
  for (const file of codesOfDemo(plan)) writeCodes(join(root, file), profiles, SEED);
  say(`made      a shop with ${formatCount(shop.profiles)} people and ${formatCount(shop.events)} events`);
  if (terminal.interrupted.aborted) return 3;

  const ledgerPath = join(root, FOLDER, 'ledger.db');
  const order = {
    terminal,
    plan,
    root,
    ledgerPath,
    outDir: join(root, FOLDER, 'dry-run'),
    replay: true,
    dataUntil: SHOP_END,
    expendable: true,
  };
  const start = SHOP_END - days * DAY;
  const dryRun = await runTicks({ ...order, send: null, ticks: ticksFrom(start, start + DAY) });
  const would = `${plural(dryRun.delivery.sent, 'message')} would go, none was sent`;
  say(`dry run   of the first day: ${would}; they lie in ${place('dry-run')}`);
  if (terminal.interrupted.aborted) return 3;

  const inbox = await openInbox(join(root, FOLDER, 'inbox'));
  let sent: RunSummary;
  try {
    sent = await runTicks({
      ...order,
      send: { transport: inbox.transport, targets: null, dkim: null },
      outDir: join(root, FOLDER, 'messages'),
      ticks: ticksFrom(start, SHOP_END),
    });
  } finally {
    await inbox.close();
  }
  if (terminal.interrupted.aborted) return 3;
  say(`replayed  ${plural(days, 'day')} in ${formatCount(sent.ticks)} ticks, sending into an inbox on this machine`);

  const places = { root, plan: join(root, FOLDER, 'plan.json'), ledger: ledgerPath, folder: join(root, FOLDER) };
  const effect = await answerDemo(shop, places, SEED);
  say(`lived on  ${DAYS_AFTERWARDS} days, until the campaigns can be measured`);

  const { mails, twice } = inbox.received();
  const { delivery } = sent;
  terminal.out(
    printDemo({
      from: start,
      to: SHOP_END,
      zone: plan.timezone,
      quality: sent.quality,
      counts: countCampaigns(sent.after),
      delivery,
      inbox: { mails, twice },
      places: { plan: place('plan.json'), inbox: place('inbox'), ledger: place('ledger.db'), dryRun: place('dry-run') },
      others: place('messages'),
      example: findExample(terminal, ledgerPath, inbox),
      command: commandName(terminal),
      reportAsOf: REPORT_AS_OF,
    }),
  );
  await reportDemo(terminal, effect, places);
  return delivery.failed + delivery.unknown + twice > 0 || mails !== (delivery.sentBy.email ?? 0) ? 1 : 0;
}

/** The demo must never write over somebody's data: it works only where the project reads the demo's own. */
function filesOfDemo({ data }: Plan): readonly [profiles: string, events: string, afterwards: string] {
  const files = [...data.profiles, ...data.events];
  const [profiles, events, afterwards] = files;
  const areOwn = files.every((file) => /^\.lifecycle\/demo\/[\w-]+\.parquet$/.test(file));
  const isShop = data.profiles.length === 1 && data.events.length === 2 && new Set(files).size === 3;
  if (areOwn && isShop && profiles && events && afterwards) return [profiles, events, afterwards];
  throw new LifecycleError(
    'LC900',
    'this project reads data of its own, and the demo would have to write over it',
    [
      'run the demo in the example shop: its data.profiles (one file) and data.events (two) lie in .lifecycle/demo',
      'for your own data: lifecycle build, then lifecycle run',
    ],
    2,
  );
}

/** Files of codes that are the demo's own; it leaves others alone. */
function codesOfDemo({ incentives }: Plan): readonly string[] {
  const files = Object.values(incentives).flatMap(({ codes }) => codes ?? []);
  return files.filter((file) => /^\.lifecycle\/demo\/[\w-]+\.csv$/.test(file));
}

function ticksFrom(start: Instant, end: Instant): readonly Instant[] {
  return Array.from({ length: (end - start) / TICK + 1 }, (_, i) => start + i * TICK);
}

/** Says each stage with the seconds it took. */
function stopwatch(terminal: Terminal): (what: string) => void {
  let began = terminal.now();
  return (what) => {
    const seconds = (terminal.now() - began) / 1000;
    began = terminal.now();
    terminal.err(`${seconds.toFixed(1).padStart(5)} s  ${what}\n`);
  };
}

/** Somebody with a story to tell: who got the most emails, and the last of these; null when nothing was sent. */
function findExample(
  terminal: Terminal,
  ledgerPath: string,
  inbox: Inbox,
): { readonly profileId: string; readonly mail: string } | null {
  if (!existsSync(ledgerPath)) return null;
  const ledger = readLedger(ledgerPath);
  try {
    const byPerson = new Map<string, LedgerMessage[]>();
    for (const message of ledger.messages('sent', 1_000_000)) {
      const theirs = byPerson.get(message.profileId) ?? [];
      theirs.push(message);
      byPerson.set(message.profileId, theirs);
    }
    const [most] = [...byPerson].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
    const last = most?.[1].at(-1);
    const mail = last === undefined ? null : inbox.find(last.id);
    return most === undefined || mail === null ? null : { profileId: most[0], mail: relative(terminal.cwd, mail) };
  } finally {
    ledger.close();
  }
}

/** How to call this program again: as installed, or as it lies in the clone. */
function commandName(terminal: Terminal): string {
  const cli = fileURLToPath(new URL('../cli.js', import.meta.url));
  return cli.includes('node_modules') ? 'npx lifecycle' : `node ${relative(terminal.cwd, cli)}`;
}

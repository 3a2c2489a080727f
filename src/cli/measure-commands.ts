import { InvalidArgumentError, Option } from 'commander';
import type { MeasureAaOptions } from '../commands/measure-aa.js';
import type { CommandLine } from './command-line.js';

const MOST_DAYS = 730;

/** Adds the commands that learn from the data what measuring needs. */
export function addMeasureCommands({ command, terminal, project, finish }: CommandLine): void {
  const measure = command('measure');

  measure
    .command('fit [traits...]')
    .description(
      'fit the models behind traits (customer_value, likelihood, shrink: fitted) to the data, try them on its last period, and write them to lifecycle.lock',
    )
    .option('--as-of <date>', 'as if today were this day: everything before it counts (default: today)')
    .action(async (traits: string[], { asOf }: { readonly asOf?: string }) =>
      finish(
        await (await import('../commands/measure-fit.js')).measureFit(terminal, { project: project(), traits, asOf }),
      ),
    );

  measure
    .command('traffic')
    .description(
      'who would have got the first message of each campaign, and what they did then: `check` tells by it which goals can be measured',
    )
    .option('--days <n>', 'how many days are replayed', countDays, 90)
    .option('--until <day>', 'the last of them, YYYY-MM-DD (default: yesterday)', readDay)
    .action(async ({ days, until }: { days: number; until?: string }) =>
      finish(
        await (await import('../commands/measure-traffic.js')).measureTraffic(terminal, {
          project: project(),
          days,
          until,
        }),
      ),
    );

  measure
    .command('aa [campaigns...]')
    .description(
      'how often each interval finds a difference that is not there, on your own people: arms of past measurements dealt anew by chance; writes nothing',
    )
    .option('--plan <file>', 'the plan that names the ledger', 'dist/plan.json')
    .option('--ledger <file>', 'another ledger than the one the plan names')
    .option('--as-of <moment>', "nothing later is counted (default: the ledger's last tick)")
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .action(async (selectors: string[], options: Pick<MeasureAaOptions, 'plan' | 'ledger' | 'asOf' | 'format'>) =>
      finish(
        await (await import('../commands/measure-aa.js')).measureAa(terminal, {
          ...options,
          project: project(),
          selectors,
        }),
      ),
    );
}

function countDays(text: string): number {
  const days = Number(text);
  if (/^\d+$/.test(text) && days >= 1 && days <= MOST_DAYS) return days;
  throw new InvalidArgumentError(`write a whole number of days, 1 to ${MOST_DAYS}`);
}

function readDay(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // 30 February is not 2 March.
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return text;
  throw new InvalidArgumentError('write a day: 2026-03-31');
}

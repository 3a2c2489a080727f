import { formatLocal } from '../../calendar/local-time.js';
import type { LedgerSummary } from '../../model/ledger-summary.js';
import type { LedgerMessage } from '../../model/message.js';
import type { TestVerdict } from '../../model/message-test.js';
import { formatCount } from '../table.js';
import { countCampaigns } from './campaign-counts.js';
import { printCampaignTable } from './campaign-table.js';

/** The others say no more than these; of the unknown each one wants an answer from somebody, so each is named. */
const REFUSED_SHOWN = 10;

/** What is going on, and what needs somebody: the messages whose fate is unknown or that were refused. */
export function printStatus(
  summary: LedgerSummary,
  trouble: { readonly unknown: readonly LedgerMessage[]; readonly failed: readonly LedgerMessage[] },
  tests: readonly TestVerdict[],
  zone: string,
): string {
  const last = summary.lastTick === null ? 'no tick yet' : `last tick ${formatLocal(summary.lastTick, zone)} (${zone})`;
  const head = `${last}, ${formatCount(summary.ticks)} tick${summary.ticks === 1 ? '' : 's'}\n\n`;
  const counts = countCampaigns(summary);
  const table = counts.length === 0 ? 'No campaign has run.\n' : printCampaignTable(counts);
  return (
    head +
    table +
    testLines(tests, zone) +
    unknownLines(trouble.unknown, zone) +
    section('refused by the mail server', trouble.failed.slice(0, REFUSED_SHOWN), zone, trouble.failed.length)
  );
}

function testLines(tests: readonly TestVerdict[], zone: string): string {
  if (tests.length === 0) return '';
  const lines = tests.map(({ campaign, step, decidedAt, winner, results }) => {
    const each = results.map(({ variant, people, value }) => {
      const shown = value === null ? 'nothing' : String(Number(value.toPrecision(4)));
      return `${variant} ${shown} (${formatCount(people)} ${people === 1 ? 'person' : 'people'})`;
    });
    return `  ${formatLocal(decidedAt, zone)}  ${campaign}/${step}  ${winner} won: ${each.join(', ')}`;
  });
  return `\nmessage tests\n${lines.join('\n')}\n`;
}

const NAMED = 12;

/** With each the beginning of its id, and the commands that settle it. */
function unknownLines(messages: readonly LedgerMessage[], zone: string): string {
  const listed = section(
    'unknown: the server may have taken them; they are not sent again',
    messages,
    zone,
    messages.length,
    (m) => `${m.id.slice(0, NAMED)}  `,
  );
  const [first] = messages;
  if (first === undefined) return listed;
  return `${listed}  when you know: lifecycle resolve ${first.id.slice(0, NAMED)} --sent, or --not-sent to send it with the next run
  all of a step:  lifecycle resolve --all --campaign ${first.campaign} --step ${first.step} --sent\n`;
}

function section(
  title: string,
  messages: readonly LedgerMessage[],
  zone: string,
  of: number,
  name: (message: LedgerMessage) => string = () => '',
): string {
  if (messages.length === 0) return '';
  const lines = messages.map((m) =>
    `  ${name(m)}${m.endedAt === null ? '' : `${formatLocal(m.endedAt, zone)}  `}${m.campaign}/${m.step}  profile ${JSON.stringify(m.profileId)}  ${m.outcome ?? ''}`.trimEnd(),
  );
  const more = of > messages.length ? [`  … and ${formatCount(of - messages.length)} more`] : [];
  return `\n${title}\n${[...lines, ...more].join('\n')}\n`;
}

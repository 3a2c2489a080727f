import { relative, resolve } from 'node:path';
import { judgeCampaign } from '../measure/verdict/judge-campaign.js';
import { judgePortfolio } from '../measure/verdict/judge-portfolio.js';
import { questionOf } from '../measure/verdict/question-of.js';
import { LifecycleError } from '../model/failure.js';
import type { CampaignReport, PortfolioReport } from '../model/measurement.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { printReportJson } from '../report/measuring/json.js';
import { printReportMarkdown } from '../report/measuring/markdown.js';
import { printReportPage } from '../report/measuring/page/print-report-page.js';
import { printReport } from '../report/measuring/text.js';
import { openReadings } from '../warehouse/measuring/open-readings.js';
import { reportSql } from '../warehouse/measuring/report-sql.js';
import { findRoot } from './find-root.js';
import { loadTraffic } from './load-traffic.js';
import { openRecord, type RecordOptions } from './open-record.js';
import { readFormat, writeOutput } from './output-formats.js';
import { readMoment } from './read-moment.js';
import { refuseBadData } from './refuse-bad-data.js';
import { selectCampaigns } from './select-campaigns.js';
import type { ExitCode, Terminal } from './terminal.js';
import { version } from './version.js';

/** What `lifecycle report` takes. */
export interface ReportOptions extends RecordOptions {
  /** Ids of campaigns, `*` standing for any letters; none means all. */
  readonly selectors: readonly string[];
  /** Nothing later is counted; undefined: the ledger's last tick. */
  readonly asOf?: string;
  /** `FORMAT` or `FORMAT=FILE`; none is text. */
  readonly formats: readonly string[];
  /** Print the SQL that works the numbers out again, and nothing else. */
  readonly sql: boolean;
  /** A folder for everything that the SQL needs. */
  readonly export?: string;
}

const FORMATS = ['text', 'json', 'markdown', 'html'] as const;

/**
 * Says which campaigns are worth running, by the ledger and the data; writes nothing into either. 1 when a measurement is invalid or a guardrail broken. Throws LC960 on a ledger without a run, LC961 for a lock that
 * cannot be read, LC907 when too much of the data is unusable, and LC948 when the folder for an export is taken.
 */
export async function report(terminal: Terminal, options: ReportOptions): Promise<ExitCode> {
  const wanted = (options.formats.length === 0 ? ['text'] : options.formats).map((text) => readFormat(text, FORMATS));
  const root = findRoot(terminal, options.project);
  const { plan, ledger } = openRecord(terminal, options);
  try {
    const ids = selectCampaigns(plan, options.selectors);
    const asOf =
      options.asOf === undefined ? ledger.summary().lastTick : readMoment('--as-of', options.asOf, plan.timezone);
    if (asOf === null) {
      throw new LifecycleError('LC960', 'nothing has run on this ledger, so there is nothing to report', [
        'run the plan first: lifecycle run --send',
      ]);
    }
    if (options.sql) {
      terminal.out(reportSql(plan, asOf).text);
      return 0;
    }
    const readings = await openReadings(plan, root, ledger.exposures(), asOf, { verdicts: ledger.verdicts() });
    try {
      refuseBadData(readings.quality, plan.data.maxBadRatio, 'a report on the rest would be wrong');
      const traffic = loadTraffic(root);
      const campaigns: CampaignReport[] = [];
      for (const campaign of plan.campaigns) {
        const reading = await readings.read(campaign.id);
        campaigns.push(judgeCampaign(questionOf(plan, campaign, reading.since, traffic), reading));
      }
      const whole = portfolioOf(plan, asOf, campaigns);
      const shown = { ...whole, campaigns: campaigns.filter(({ question }) => ids.has(question.campaign)) };
      for (const one of wanted) writeOutput(terminal, one, print(shown, one.format));
      if (options.export !== undefined) {
        const folder = resolve(terminal.cwd, options.export);
        const files = await readings.export(folder);
        terminal.err(
          `${relative(terminal.cwd, folder) || '.'}: ${files.join(', ')}; ids of people and what they did stand in them\n`,
        );
      }
      return shown.campaigns.some(needsSomebody) ? 1 : 0;
    } finally {
      readings.close();
    }
  } finally {
    ledger.close();
  }
}

/** The p of a few campaigns is corrected for all of them, whichever are shown. */
function portfolioOf(plan: Plan, asOf: Instant, campaigns: readonly CampaignReport[]): PortfolioReport {
  return {
    project: plan.project,
    asOf,
    zone: plan.timezone,
    planHash: plan.hash,
    campaigns,
    portfolio: judgePortfolio(campaigns),
  };
}

function print(shown: PortfolioReport, format: (typeof FORMATS)[number]): string {
  switch (format) {
    case 'text':
      return printReport(shown);
    case 'json':
      return printReportJson(shown, { version: version() });
    case 'markdown':
      return printReportMarkdown(shown);
    case 'html':
      return printReportPage(shown);
  }
}

function needsSomebody({ verdict, guardrails }: CampaignReport): boolean {
  return verdict.kind === 'invalid' || guardrails.some(({ state }) => state === 'broken');
}

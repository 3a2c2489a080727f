import { formatLocal } from '../../calendar/local-time.js';
import type { CampaignReport, PortfolioReport } from '../../model/measurement.js';
import { displayText } from '../diagnostics/display.js';
import { printTable } from '../table.js';
import { orderCampaigns } from './page/order-campaigns.js';
import { PORTFOLIO_COLUMNS, portfolioRow, summarizeReport } from './portfolio-table.js';
import { tellCampaign } from './tell-campaign.js';
import type { Section } from './telling.js';

/** One campaign in full, or several a line each with what asks for action first; a last line that can be said aloud. */
export function printReport(report: PortfolioReport): string {
  const campaigns = orderCampaigns(report.campaigns);
  const [only] = campaigns;
  const body =
    campaigns.length === 1 && only !== undefined
      ? printCampaign(report, only)
      : printTable(
          PORTFOLIO_COLUMNS,
          campaigns.map((one) => portfolioRow(one).map(displayText)),
        );
  const asOf = `as of ${formatLocal(report.asOf, report.zone)} (${report.zone})`;
  return `${body}${body === '' ? '' : '\n'}${displayText(report.project)}, ${asOf}: ${summarizeReport(report)}\n`;
}

function printCampaign(report: PortfolioReport, campaign: CampaignReport): string {
  const { title, lead, sections } = tellCampaign(report, campaign);
  const lines = [title, ...lead].map((line) => `${displayText(line)}\n`);
  return [lines.join(''), ...sections.map(printSection)].join('\n');
}

function printSection({ title, lines, facts, table }: Section): string {
  const width = Math.max(0, ...facts.map(([name]) => [...name].length));
  const named = facts.map(([name, text]) => `  ${name}${' '.repeat(width - [...name].length)}  ${text}`);
  const rows =
    table === null
      ? ''
      : printTable(
          table.columns,
          table.rows.map((row) => row.map(displayText)),
        );
  const indented = rows.replace(/^(?=.)/gm, '  ');
  return `${title}\n${[...named, ...lines.map((line) => `  ${line}`)].map((line) => `${displayText(line)}\n`).join('')}${indented}`;
}

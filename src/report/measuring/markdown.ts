import { formatLocal } from '../../calendar/local-time.js';
import type { CampaignReport, PortfolioReport } from '../../model/measurement.js';
import { escapeMarkdown, folded } from '../escape-markdown.js';
import type { Column } from '../table.js';
import { orderCampaigns } from './page/order-campaigns.js';
import { PORTFOLIO_COLUMNS, portfolioRow, summarizeReport } from './portfolio-table.js';
import { tellCampaign } from './tell-campaign.js';
import type { Section } from './telling.js';

/** The campaigns side by side, what asks for action first, and each in full below, for a pull request or a wiki; ended by a line break. */
export function printReportMarkdown(report: PortfolioReport): string {
  const campaigns = orderCampaigns(report.campaigns);
  const asOf = `as of ${formatLocal(report.asOf, report.zone)} (${report.zone})`;
  const head = `### ${escapeMarkdown(report.project)}: ${escapeMarkdown(summarizeReport(report))}\n\n${escapeMarkdown(asOf)}\n`;
  const table = campaigns.length < 2 ? '' : `\n${tableOf(PORTFOLIO_COLUMNS, campaigns.map(portfolioRow))}`;
  return `${head}${table}${campaigns.map((one) => campaignPart(report, one)).join('')}`;
}

function campaignPart(report: PortfolioReport, campaign: CampaignReport): string {
  const { title, lead, sections } = tellCampaign(report, campaign);
  const [verdict = '', ...rest] = lead.map(escapeMarkdown);
  const parts = sections.map((one) => sectionPart(one)).join('');
  return `\n#### ${escapeMarkdown(title)}\n\n**${verdict}**\n${rest.map((line) => `${line}\n`).join('')}${parts}`;
}

/** The statistician's part is folded: whoever wants it opens it. */
function sectionPart({ title, lines, facts, table }: Section): string {
  const said = lines.map((line) => `- ${escapeMarkdown(line)}\n`).join('');
  const named = facts.map(([name, text]) => `- **${escapeMarkdown(name)}** ${escapeMarkdown(text)}\n`).join('');
  const rows = table === null ? '' : tableOf(table.columns, table.rows);
  const body = [named + said, rows].filter((part) => part !== '').join('\n');
  return title === 'for the statistician' ? folded(title, body) : `\n${escapeMarkdown(title)}:\n\n${body}`;
}

function tableOf(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const rule = columns.map(({ align }) => (align === 'right' ? '--:' : '---'));
  return (
    line(columns.map(({ title }) => title)) + line(rule) + rows.map((row) => line(row.map(escapeMarkdown))).join('')
  );
}

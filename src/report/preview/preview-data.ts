import type { CellData, ContentData, LinesData, PreviewData, ShownData } from '../../browser/preview-data.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { Cell, CellContent, GalleryChanges } from '../../model/preview.js';
import { compareLines } from '../compare-lines.js';
import { makeFindingList, type Places } from './finding-list.js';
import { type LineList, makeLineList } from './line-list.js';

/** What a page shows of a project. */
export interface Shown extends GalleryChanges {
  readonly project: string;
  /** What it is compared with, in words; null where there is nothing. */
  readonly against: string | null;
}

/** What the script of the page reads. */
export function previewData(shown: Shown, elsewhere: readonly Diagnostic[], places: Places): PreviewData {
  const { project, against } = shown;
  const list = makeLineList();
  const found = makeFindingList(places);
  const messages = new Map(shown.messages.map(({ id }, index) => [id, index]));
  const titles = new Map(shown.campaigns.map(({ id, name }) => [id, name]));
  const personas = new Map(shown.personas.map(({ id }, index) => [id, index]));
  const content = (cell: Cell | null): ContentData | null =>
    cell && {
      file: cell.file,
      lang: cell.lang,
      findings: cell.findings.map(found.add),
      shown: pack(cell.content, list),
    };
  const cells = shown.cells.map(({ before, now }): CellData => {
    const { message, persona } = (now ?? before)!;
    return {
      message: messages.get(message) ?? -1,
      persona: personas.get(persona) ?? -1,
      now: content(now),
      ...(against === null
        ? {}
        : {
            before: content(before),
            changes: {
              head: compare(head(before), head(now), list),
              text: compare(text(before), text(now), list),
              source: compare(source(before), source(now), list),
            },
          }),
    };
  });
  return {
    project,
    against,
    personas: shown.personas.map(({ id, name, about, file, values }) => ({ id, name, about, file, values })),
    messages: shown.messages.map(({ id, campaign, step, variant, channel, topic, template }) => {
      return { id, campaign, title: titles.get(campaign) ?? campaign, step, variant, channel, topic, template };
    }),
    cells,
    lines: list.lines,
    elsewhere: elsewhere.map(found.add),
    findings: found.findings,
  };
}

function pack(content: CellContent, list: LineList): ShownData {
  if (content.kind !== 'email') return content;
  const { kind, from, to, subject, preheader, headers } = content;
  return { kind, from, to, subject, preheader, headers, html: list.pack(content.html), text: list.pack(content.text) };
}

/** The lines above the body, as the view of the headers shows them. */
function head(cell: Cell | null): readonly string[] {
  if (cell?.content.kind === 'email')
    return cell.content.headers.map(([name, value]) => `${name}: ${value.replace(/boundary="[^"]*"/, 'boundary="…"')}`);
  return cell?.content.kind === 'words' && cell.content.title !== null ? [cell.content.title] : [];
}

function text(cell: Cell | null): readonly string[] {
  if (cell === null) return [];
  return (cell.content.kind === 'none' ? cell.content.problem : cell.content.text).split('\n');
}

function source(cell: Cell | null): readonly string[] {
  return cell?.content.kind === 'email' ? cell.content.html.split('\n') : text(cell);
}

/** How many equal lines stand around a change. */
const AROUND = 3;

/** What changed, with a few lines around it; longer stretches of equal lines are counted. */
function compare(before: readonly string[], now: readonly string[], list: LineList): LinesData {
  const all = compareLines(before, now);
  const near = new Set<number>();
  for (const [index, { sign }] of all.entries()) {
    if (sign !== '=') for (let at = index - AROUND; at <= index + AROUND; at += 1) near.add(at);
  }
  const shown: LinesData[number][] = [];
  let left = 0;
  for (const [index, { sign, line }] of all.entries()) {
    if (!near.has(index)) {
      left += 1;
      continue;
    }
    if (left > 0) shown.push(['…', left]);
    left = 0;
    shown.push([sign, list.add(line)]);
  }
  return left > 0 && shown.length > 0 ? [...shown, ['…', left]] : shown;
}

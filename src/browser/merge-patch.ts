import type { CellData, ContentData, PackedText, PreviewData } from './preview-data.js';

/** What a page shows, with the cells that changed in place of what they were. Lines and findings of before stay, for the cells that did not change. */
export function mergePatch(data: PreviewData, patch: PreviewData): PreviewData {
  const [lines, findings] = [data.lines.length, data.findings.length];
  const changed = new Map(patch.cells.map((cell) => [placeOf(cell), moveCell(cell, lines, findings)]));
  const kept = data.cells.filter((cell) => !changed.has(placeOf(cell)));
  return {
    ...patch,
    cells: [...kept, ...changed.values()],
    lines: [...data.lines, ...patch.lines],
    findings: [...data.findings, ...patch.findings],
    elsewhere: patch.elsewhere.map((number) => number + findings),
  };
}

function placeOf({ message, persona }: CellData): string {
  return `${message} ${persona}`;
}

function moveCell(cell: CellData, lines: number, findings: number): CellData {
  return { ...cell, now: cell.now && moveContent(cell.now, lines, findings) };
}

function moveContent(content: ContentData, lines: number, findings: number): ContentData {
  const { shown } = content;
  const move = (packed: PackedText): PackedText => packed.map((number, at) => (at % 2 === 0 ? number + lines : number));
  return {
    ...content,
    findings: content.findings.map((number) => number + findings),
    shown: shown.kind === 'email' ? { ...shown, html: move(shown.html), text: move(shown.text) } : shown,
  };
}

import { type HiddenText, type LiquidToken, replaceWords } from './hide-liquid.js';
import { type MarkupPart, scanMarkup, voids } from './scan-markup.js';
import type { StageFinding } from './template-finding.js';
import { trackBranches } from './track-branches.js';
import { watchColumns } from './watch-columns.js';

/** The open tags around a point, innermost first. */
type Open = {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly outer: Open;
  readonly depth: number;
} | null;

/** Tags of which MJML reads only the tags inside: it drops text without a word. */
const structural = new Set(
  'mjml mj-head mj-body mj-attributes mj-html-attributes mj-selector mj-wrapper mj-section mj-group mj-column mj-hero mj-social mj-navbar mj-accordion mj-accordion-element mj-carousel'.split(
    ' ',
  ),
);
/** Tags whose inside MJML hands on as it is: other tags of its own are not compiled there. */
const ends = new Set(
  'mj-text mj-button mj-table mj-raw mj-title mj-style mj-accordion-title mj-accordion-text mj-navbar-link mj-social-element mj-carousel-image mj-html-attribute'.split(
    ' ',
  ),
);
const deepest = 100;

/**
 * What MJML would accept in silence and spoil: tags left open, text and Liquid between its own tags, a preview of its own beside the front matter's preheader.
 */
export function checkStructure(hidden: HiddenText): StageFinding[] {
  const findings: StageFinding[] = [];
  const tell = (
    code: string,
    name: string,
    message: string,
    at: { start: number; end: number },
    help?: string,
  ): void => {
    findings.push({
      code,
      name,
      severity: 'error',
      message,
      start: at.start,
      end: at.end,
      ...(help ? { help: [help] } : {}),
    });
  };
  const tellOpen = (message: string, at: { start: number; end: number }, help: string): void => {
    if (!isLost) tell('LC704', 'unclosed-tag', message, at, help);
  };
  const liquid = hidden.tokens[Symbol.iterator]();
  let next: LiquidToken | undefined = liquid.next().value;
  let open: Open = null;
  let where: LiquidToken | null = null;
  // Once branches differ nobody knows what is open: more complaints would only repeat the first.
  let isLost = false;
  const branches = trackBranches<Open>((a, b) => {
    if (where !== null && !isLost && !sameTags(a, b)) {
      const help = 'open and close a tag inside the same branch';
      tellOpen(`the branches before ${where.raw} leave different tags open`, where, help);
      isLost = true;
    }
    return a;
  });
  const columns = watchColumns(findings);
  for (const part of scanMarkup(hidden.text)) {
    if (part.kind === 'text') checkText(part, open);
    for (; next !== undefined && next.start < part.end; next = liquid.next().value) {
      if (part.kind === 'text' && (open === null || structural.has(open.name))) tellLost(next, open);
      if (next.kind !== 'tag') continue;
      where = next;
      if (open?.name === 'mj-raw') columns.choose(open.outer?.name ?? '', next);
      open = branches.pass(next.name, open);
    }
    if (part.kind !== 'open' && part.kind !== 'close') continue;
    if (new RegExp(hidden.word.source).test(part.name)) tellName(part);
    else {
      columns.pass(part);
      open = part.kind === 'open' ? enter(part, open) : leave(part, open);
    }
  }
  for (let left = open; left !== null; left = left.outer) {
    tellOpen(`<${left.name}> is never closed`, left, `add </${left.name}>`);
  }
  return findings;

  function enter(part: MarkupPart & { kind: 'open' }, outer: Open): Open {
    if (part.unfinished) {
      tellOpen(
        `the tag <${part.name} does not end`,
        { start: part.start, end: part.start + part.name.length + 1 },
        'check its quotes and the ">"',
      );
      return outer;
    }
    if (part.name === 'mj-preview') {
      tell(
        'LC703',
        'preheader-twice',
        'the preheader belongs in the front matter',
        part,
        'write "preheader: …" between the --- lines',
      );
    }
    if (part.name.startsWith('mj-')) tellUncompiled(part, outer);
    if (part.selfClosing || voids.has(part.name)) return outer;
    const depth = (outer?.depth ?? 0) + 1;
    if (depth === deepest) tell('LC701', 'mjml-error', `tags are nested more than ${deepest} deep`, part);
    return { name: part.name, start: part.start, end: part.end, outer, depth };
  }

  function tellUncompiled(part: MarkupPart & { kind: 'open' }, outer: Open): void {
    let around = outer;
    // What stands in another such tag is told with it.
    while (around !== null && !around.name.startsWith('mj-')) around = around.outer;
    if (around === null || !ends.has(around.name)) return;
    const help =
      around.name === 'mj-raw'
        ? 'close <mj-raw> before it, and open another behind it: <mj-raw>{% if … %}</mj-raw> … <mj-raw>{% endif %}</mj-raw>'
        : `put it behind </${around.name}>`;
    const message = `<${part.name}> inside <${around.name}> would reach the message as it is written`;
    tell('LC764', 'uncompiled-mjml', message, { start: part.start, end: part.start + part.name.length + 1 }, help);
  }

  function leave(part: MarkupPart & { kind: 'close' }, inner: Open): Open {
    if (inner?.name === part.name) return inner.outer;
    let match = inner;
    while (match !== null && match.name !== part.name) match = match.outer;
    if (match === null) {
      tellOpen(`</${part.name}> closes nothing`, part, `remove it, or open <${part.name}> before it`);
      return inner;
    }
    for (let left = inner; left !== null && left !== match; left = left.outer) {
      tellOpen(`<${left.name}> is not closed before </${part.name}>`, left, `add </${left.name}>`);
    }
    return match.outer;
  }

  function tellName(part: MarkupPart): void {
    const token = hidden.tokens.find((one) => one.start >= part.start);
    if (token === undefined) return;
    tell(
      'LC506',
      'unsafe-place',
      'Liquid cannot be made safe as the name of a tag',
      token,
      'choose between whole elements with {% if %}',
    );
  }

  function checkText(part: MarkupPart, around: Open): void {
    if (around !== null && !structural.has(around.name)) return;
    const stray = replaceWords(hidden.text.slice(part.start, part.end), hidden, (token) =>
      ' '.repeat(token.end - token.start),
    );
    const first = stray.search(/\S/);
    if (first === -1) return;
    const at = { start: part.start + first, end: part.start + stray.trimEnd().length };
    const place = around === null ? 'outside <mjml>' : `directly inside <${around.name}>`;
    tell('LC705', 'lost-text', `text ${place} would be lost`, at, 'put it in <mj-text>, or HTML in <mj-raw>');
  }

  function tellLost(token: LiquidToken, around: Open): void {
    const place = around === null ? 'outside <mjml>' : `directly inside <${around.name}>`;
    const help =
      around === null
        ? 'move it inside, in <mj-raw>'
        : token.kind === 'tag'
          ? `write <mj-raw>${token.raw}</mj-raw>`
          : 'put it in <mj-text> or <mj-raw>';
    tell('LC505', 'lost-liquid', `MJML drops Liquid that stands ${place}`, token, help);
  }
}

function sameTags(a: Open, b: Open): boolean {
  let [x, y] = [a, b];
  while (x !== y) {
    if (x === null || y === null || x.name !== y.name) return false;
    x = x.outer;
    y = y.outer;
  }
  return true;
}

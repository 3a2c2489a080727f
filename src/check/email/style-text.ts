import { type AtRule, parse, type Rule } from 'postcss';
import { rememberText } from '../remember-text.js';
import { isColor } from './color.js';
import type { CssUse, Mode } from './rendered-email.js';

/** One property that a style sheet or attribute sets; shorthand backgrounds are taken apart. */
export interface StyleDeclaration {
  readonly property: string;
  readonly value: string;
  /** The heavier one wins; of two alike the later. */
  readonly weight: number;
}

/** What one selector of a style sheet asks for. */
export interface StyleRule {
  readonly selector: string;
  /** For which screens; null: only for some sizes, or not for screens. */
  readonly mode: Mode | null;
  readonly declarations: readonly StyleDeclaration[];
  readonly uses: readonly CssUse[];
}

/** A style sheet, one rule for each selector, in its order. */
export interface StyleSheet {
  readonly rules: readonly StyleRule[];
  /** What follows `@`, in small letters. */
  readonly atRules: readonly string[];
}

/** The weight of what an attribute other than `style` says: any style sheet goes before it. */
export const ATTRIBUTE_WEIGHT = -1;
const IMPORTANT = 1e9;
const INLINE_WEIGHT = 1e8;
const INLINE = /([\w-]+)\s*:\s*((?:[^;("']|\([^)]*\)|"[^"]*"|'[^']*')+)/g;
const NOTHING: StyleSheet = { rules: [], atRules: [] };

/** Reads a style sheet. The emails of a project have most of theirs in common: each text is read once. */
export const readStyleSheet = rememberText(200, (text: string): StyleSheet => {
  const rules: StyleRule[] = [];
  const atRules = new Set<string>();
  try {
    parse(text).walk((node) => {
      if (node.type === 'atrule') atRules.add(node.name.toLowerCase());
      if (node.type === 'rule') rules.push(...readRule(node));
    });
  } catch {
    // Half a sheet is no ground to judge by: clients leave out what they cannot read.
    return NOTHING;
  }
  return { rules, atRules: [...atRules] };
});

/** Reads a `style` attribute; its rule has no selector, and each text is read once. */
export const readInlineStyle = rememberText(5_000, (style: string): Pick<StyleRule, 'declarations' | 'uses'> => {
  const declarations: StyleDeclaration[] = [];
  const uses: CssUse[] = [];
  for (const [, name = '', written = ''] of style.matchAll(INLINE)) {
    const value = written.replace(/!\s*important\s*$/i, '').trim();
    uses.push({ selector: null, property: name.toLowerCase(), value });
    const weight = (value === written.trim() ? 0 : IMPORTANT) + INLINE_WEIGHT;
    declarations.push(...expand(name, value, weight));
  }
  return { declarations, uses };
});

/** For which screens a sheet is by its `media`, or a rule by the `@media` around it; null: only for some sizes, or not for screens. */
export function modeOfQuery(written: string): Mode | null {
  const query = written
    .trim()
    .toLowerCase()
    .replace(/^(?:only\s+)?(?:screen|all)(?:\s+and\s+|$)/, '');
  if (/^\(\s*prefers-color-scheme\s*:\s*dark\s*\)$/.test(query)) return 'dark';
  return query === '' ? 'light' : null;
}

function readRule(rule: Rule): StyleRule[] {
  const mode = modeOf(rule);
  return rule.selectors.map((selector) => {
    const own = specificity(selector);
    const declarations: StyleDeclaration[] = [];
    const uses: CssUse[] = [];
    rule.each((node) => {
      if (node.type !== 'decl') return;
      uses.push({ selector, property: node.prop.toLowerCase(), value: node.value });
      declarations.push(...expand(node.prop, node.value, (node.important ? IMPORTANT : 0) + own));
    });
    return { selector, mode, declarations, uses };
  });
}

function modeOf(rule: Rule): Mode | null {
  let mode: Mode = 'light';
  for (let at = rule.parent; at !== undefined && at.type !== 'root'; at = at.parent as typeof at) {
    if (at.type !== 'atrule') return null;
    const { name, params } = at as AtRule;
    if (name !== 'media') return null;
    const asked = modeOfQuery(params);
    if (asked === null) return null;
    if (asked === 'dark') mode = 'dark';
  }
  return mode;
}

function specificity(selector: string): number {
  const count = (pattern: RegExp) => selector.match(pattern)?.length ?? 0;
  const ids = count(/#[\w-]+/g);
  const classes = count(/\.[\w-]+|\[[^\]]*\]|(?<!:):(?!:|not|is|where)[\w-]+/g);
  return ids * 10_000 + classes * 100 + count(/(?:^|[\s>+~(])[a-z][\w-]*|::[\w-]+/gi);
}

/** `background` sets a colour and a picture. */
function expand(name: string, value: string, weight: number): readonly StyleDeclaration[] {
  const property = name.toLowerCase();
  if (property !== 'background') return [{ property, value: value.trim(), weight }];
  const picture = /(?:url|image|gradient)\(/i.test(value);
  const words = value.replace(/(?:url|[\w-]*gradient)\((?:[^()]|\([^()]*\))*\)/gi, ' ').match(/[^\s(]+(?:\([^)]*\))?/g);
  const color = words?.find(isColor) ?? (value.includes('var(') ? value : 'transparent');
  return [
    { property: 'background-color', value: color, weight },
    { property: 'background-image', value: picture ? value.trim() : 'none', weight },
  ];
}

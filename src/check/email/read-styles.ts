import { selectAll } from 'css-select';
import type { parseDocument } from 'htmlparser2';
import { type AtRule, parse, type Rule } from 'postcss';
import { isColor } from './color.js';
import type { CssUse, Mode, Styles } from './rendered-email.js';

/** A node as the HTML parser makes it. */
export type StyledNode = ReturnType<typeof parseDocument>['children'][number];
type Tag = Extract<StyledNode, { name: string; attribs: unknown }>;

interface Declaration {
  readonly property: string;
  readonly value: string;
  readonly dark: boolean;
  /** The heavier one wins; of two alike the later. */
  readonly weight: number;
}

/** What style sheets, `style` attributes and `bgcolor` say of each element; sheets for narrow, wide or printed pages are left out. */
export function readStyles(document: ReturnType<typeof parseDocument>): {
  stylesOf: (node: Tag) => Readonly<Record<Mode, Styles>>;
  css: readonly CssUse[];
  atRules: readonly string[];
  hasDark: boolean;
} {
  const declared = new Map<Tag, Declaration[]>();
  const css: CssUse[] = [];
  const atRules = new Set<string>();
  let hasDark = false;
  const add = (node: Tag, one: Declaration): void => {
    const known = declared.get(node);
    if (known === undefined) declared.set(node, [one]);
    else known.push(one);
  };
  const follow = (rule: Rule, sheet: Mode | null): void => {
    const own = modeOf(rule);
    const mode = sheet === null || own === 'light' ? sheet : own;
    if (mode === 'dark') hasDark = true;
    for (const selector of rule.selectors) {
      const nodes = mode === null ? [] : find(selector, document);
      rule.each((node) => {
        if (node.type !== 'decl') return;
        css.push({ selector, property: node.prop.toLowerCase(), value: node.value });
        const weight = (node.important ? IMPORTANT : 0) + specificity(selector);
        for (const element of nodes) {
          for (const part of expand(node.prop, node.value)) add(element, { ...part, dark: mode === 'dark', weight });
        }
      });
    }
  };
  for (const sheet of find('style', document)) {
    const mode = modeOfQuery(sheet.attribs.media ?? '');
    const text = sheet.children.map((child) => ('data' in child ? child.data : '')).join('');
    try {
      parse(text).walk((node) => {
        if (node.type === 'atrule') atRules.add(node.name.toLowerCase());
        if (node.type === 'rule') follow(node, mode);
      });
    } catch {
      // Half a sheet is no ground to judge by: clients leave out what they cannot read.
    }
  }
  for (const element of find('[style], [bgcolor], font[color]', document)) {
    const { bgcolor, color, style = '' } = element.attribs;
    if (bgcolor !== undefined) add(element, { property: 'background-color', value: bgcolor, dark: false, weight: -1 });
    if (color !== undefined) add(element, { property: 'color', value: color, dark: false, weight: -1 });
    for (const [, name = '', written = ''] of style.matchAll(INLINE)) {
      const value = written.replace(/!\s*important\s*$/i, '').trim();
      css.push({ selector: null, property: name.toLowerCase(), value });
      const weight = (value === written.trim() ? 0 : IMPORTANT) + INLINE_WEIGHT;
      for (const part of expand(name, value)) add(element, { ...part, dark: false, weight });
    }
  }
  const none: Readonly<Record<Mode, Styles>> = { light: new Map(), dark: new Map() };
  const stylesOf = (node: Tag): Readonly<Record<Mode, Styles>> => {
    const all = declared.get(node)?.sort((a, b) => a.weight - b.weight);
    if (all === undefined) return none;
    const settle = (some: readonly Declaration[]) => new Map(some.map(({ property, value }) => [property, value]));
    return { light: settle(all.filter(({ dark }) => !dark)), dark: settle(all) };
  };
  return { stylesOf, css, atRules: [...atRules], hasDark };
}

const INLINE = /([\w-]+)\s*:\s*((?:[^;("']|\([^)]*\)|"[^"]*"|'[^']*')+)/g;
const IMPORTANT = 1e9;
const INLINE_WEIGHT = 1e8;

/** For which screens a rule counts; null: only for some sizes, or not for screens. */
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

function modeOfQuery(written: string): Mode | null {
  const query = written
    .trim()
    .toLowerCase()
    .replace(/^(?:only\s+)?(?:screen|all)(?:\s+and\s+|$)/, '');
  if (/^\(\s*prefers-color-scheme\s*:\s*dark\s*\)$/.test(query)) return 'dark';
  return query === '' ? 'light' : null;
}

function find(selector: string, document: ReturnType<typeof parseDocument>): Tag[] {
  try {
    return selectAll<StyledNode, Tag>(selector, document.children);
  } catch {
    return [];
  }
}

function specificity(selector: string): number {
  const count = (pattern: RegExp) => selector.match(pattern)?.length ?? 0;
  const ids = count(/#[\w-]+/g);
  const classes = count(/\.[\w-]+|\[[^\]]*\]|(?<!:):(?!:|not|is|where)[\w-]+/g);
  return ids * 10_000 + classes * 100 + count(/(?:^|[\s>+~(])[a-z][\w-]*|::[\w-]+/gi);
}

/** `background` sets a colour and a picture. */
function expand(name: string, value: string): readonly { readonly property: string; readonly value: string }[] {
  const property = name.toLowerCase();
  if (property !== 'background') return [{ property, value: value.trim() }];
  const picture = /(?:url|image|gradient)\(/i.test(value);
  const words = value.replace(/(?:url|[\w-]*gradient)\((?:[^()]|\([^()]*\))*\)/gi, ' ').match(/[^\s(]+(?:\([^)]*\))?/g);
  const color = words?.find(isColor) ?? (value.includes('var(') ? value : 'transparent');
  return [
    { property: 'background-color', value: color },
    { property: 'background-image', value: picture ? value.trim() : 'none' },
  ];
}

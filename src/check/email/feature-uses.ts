import { SUPPORT } from './client-support.js';
import type { CssUse, RenderedEmail } from './rendered-email.js';

/** A feature of HTML or CSS that an email uses and some clients do not follow. */
export interface FeatureUse {
  /** As the data calls it: `display:grid`. */
  readonly name: string;
  /** By family of clients, the platforms on which it is not followed; none: on all. */
  readonly lacking: ReadonlyMap<string, readonly string[]>;
  /** Texts that show the use in a template, the surest first. */
  readonly at: readonly string[];
}

const features = SUPPORT.trim()
  .split('\n')
  .map((line) => {
    const [, name = '', sign = '', lacking = ''] = line.split(' | ');
    const [, kind = '', what = ''] = /^(\w+) (.*)$/.exec(sign) ?? [];
    const families = lacking.split(', ').map((one): [string, string[]] => {
      const [family = '', ...platforms] = one.split(' ');
      return [family, platforms];
    });
    return { name, kind, what, lacking: new Map(families) };
  });

/** The features of the support data that an email uses, each once. What MJML writes for its own components does without where it is not followed, and is left out. */
export function featureUses(email: RenderedEmail): readonly FeatureUse[] {
  const { elements, css, atRules } = email;
  const own: Written = {
    // MJML's carousel, accordion and navigation bar fall back by themselves.
    elements: elements.filter(({ attributes: { class: name = '' } }) => !/\bmj-(?:carousel|accordion|menu)/.test(name)),
    css: distinct(css).filter(({ selector }) => !/\.mj-|\[owa\]/.test(selector ?? '')),
    atRules,
  };
  return features.flatMap(({ name, kind, what, lacking }) => {
    const at = find(kind, what, own);
    return at === null ? [] : [{ name, lacking, at }];
  });
}

/** A mail says the same of a thousand cells. */
function distinct(css: readonly CssUse[]): readonly CssUse[] {
  return [...new Map(css.map((use) => [`${use.selector ?? ''}|${use.property}|${use.value}`, use])).values()];
}

type Written = Pick<RenderedEmail, 'elements' | 'css' | 'atRules'>;

function find(kind: string, what: string, { elements: own, css: sheets, atRules }: Written): readonly string[] | null {
  switch (kind) {
    case 'element': {
      const [, tag = '', attribute = '', value = ''] = /^([\w-]+)(?:\[(\w+)=([\w-]+)\])?$/.exec(what) ?? [];
      const isIt = (one: (typeof own)[number]) =>
        one.name === tag && (attribute === '' || (one.attributes[attribute] ?? 'text') === value);
      return own.some(isIt) ? [`<${tag}`] : null;
    }
    case 'attribute':
      return own.some(({ attributes }) => attributes[what] !== undefined) ? [` ${what}`, what] : null;
    case 'property': {
      const [property = '', value] = what.split(': ');
      const use = sheets.find(
        (one) => one.property === property && (value === undefined || one.value.toLowerCase().includes(value)),
      );
      return use === undefined ? null : [`${property}: ${use.value}`, `${property}:`];
    }
    case 'value': {
      const pattern = new RegExp(what.endsWith('(') ? `(?<![\\w-])${what.slice(0, -1)}\\(` : `[\\d.]${what}\\b`, 'i');
      const use = sheets.find(({ value }) => pattern.test(value));
      return use === undefined ? null : [`${use.property}: ${use.value}`, what];
    }
    case 'selector': {
      const use = sheets.find(({ selector }) => selector?.includes(what.replace('::', ':')));
      return use === undefined ? null : [use.selector ?? what, what];
    }
    case 'at':
      return atRules.includes(what) ? [`@${what}`] : null;
    default: {
      const isIt = (address: string) =>
        what === 'data:' ? address.startsWith(what) : new RegExp(`[.]${what}(?:[?#]|$)`, 'i').test(address);
      const src = own.flatMap(({ name, attributes }) => (name === 'img' ? [attributes.src ?? ''] : [])).find(isIt);
      return src === undefined ? null : [src.length > 200 ? what : src, what === 'data:' ? what : `.${what}`];
    }
  }
}

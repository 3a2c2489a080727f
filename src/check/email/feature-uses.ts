import { SUPPORT } from './client-support.js';
import type { CssUse, EmailBody, EmailElement } from './rendered-email.js';

/** A feature of HTML or CSS that an email uses and some clients do not follow. */
export interface FeatureUse {
  /** As the data calls it: `display:grid`. */
  readonly name: string;
  /** By family of clients, the platforms on which it is not followed; none: on all. */
  readonly lacking: ReadonlyMap<string, readonly string[]>;
  /** Texts that show the use in a template, the surest first. */
  readonly at: readonly string[];
}

/** Where an email uses a feature: texts that show it in a template; null where it does not. */
type Find = (own: Written) => readonly string[] | null;

const features = SUPPORT.trim()
  .split('\n')
  .map((line) => {
    const [, name = '', sign = '', lacking = ''] = line.split(' | ');
    const [, kind = '', what = ''] = /^(\w+) (.*)$/.exec(sign) ?? [];
    const families = lacking.split(', ').map((one): [string, string[]] => {
      const [family = '', ...platforms] = one.split(' ');
      return [family, platforms];
    });
    return { name, find: findOf(kind, what), lacking: new Map(families) };
  });

/** The features of the support data that an email uses, each once. What MJML writes for its own components does without where it is not followed, and is left out. */
export function featureUses(email: EmailBody): readonly FeatureUse[] {
  const own = gather(email);
  return features.flatMap(({ name, find, lacking }) => {
    const at = find(own);
    return at === null ? [] : [{ name, lacking, at }];
  });
}

/** What an email asks of clients, looked up once for all features. */
interface Written {
  readonly byName: ReadonlyMap<string, readonly EmailElement[]>;
  readonly attributes: ReadonlySet<string>;
  /** The addresses of images. */
  readonly images: readonly string[];
  readonly css: readonly CssUse[];
  readonly byProperty: ReadonlyMap<string, readonly CssUse[]>;
  /** All values and all selectors, one a line: most features are used by none of them. */
  readonly values: string;
  readonly selectors: string;
  readonly atRules: readonly string[];
}

function gather({ elements, css: all, atRules }: EmailBody): Written {
  const byName = new Map<string, EmailElement[]>();
  const attributes = new Set<string>();
  const images: string[] = [];
  for (const element of elements) {
    // MJML's carousel, accordion and navigation bar fall back by themselves.
    if (/\bmj-(?:carousel|accordion|menu)/.test(element.attributes.class ?? '')) continue;
    const alike = byName.get(element.name);
    if (alike === undefined) byName.set(element.name, [element]);
    else alike.push(element);
    for (const name of Object.keys(element.attributes)) attributes.add(name);
    if (element.name === 'img') images.push(element.attributes.src ?? '');
  }
  const css = all.filter(({ selector }) => !/\.mj-|\[owa\]/.test(selector ?? ''));
  const byProperty = new Map<string, CssUse[]>();
  for (const use of css) {
    const known = byProperty.get(use.property);
    if (known === undefined) byProperty.set(use.property, [use]);
    else known.push(use);
  }
  const values = [...new Set(css.map(({ value }) => value))].join('\n');
  const selectors = [...new Set(css.map(({ selector }) => selector ?? ''))].join('\n');
  return { byName, attributes, images, css, byProperty, values, selectors, atRules };
}

function findOf(kind: string, what: string): Find {
  switch (kind) {
    case 'element': {
      const [, tag = '', attribute = '', value = ''] = /^([\w-]+)(?:\[(\w+)=([\w-]+)\])?$/.exec(what) ?? [];
      const isIt = ({ attributes }: EmailElement) => attribute === '' || (attributes[attribute] ?? 'text') === value;
      return ({ byName }) => (byName.get(tag)?.some(isIt) ? [`<${tag}`] : null);
    }
    case 'attribute':
      return ({ attributes }) => (attributes.has(what) ? [` ${what}`, what] : null);
    case 'property': {
      const [property = '', value] = what.split(': ');
      return ({ byProperty }) => {
        const uses = byProperty.get(property) ?? [];
        const use = uses.find((one) => value === undefined || one.value.toLowerCase().includes(value));
        return use === undefined ? null : [`${property}: ${use.value}`, `${property}:`];
      };
    }
    case 'value': {
      const pattern = new RegExp(what.endsWith('(') ? `(?<![\\w-])${what.slice(0, -1)}\\(` : `[\\d.]${what}\\b`, 'i');
      return ({ css, values }) => {
        const use = pattern.test(values) ? css.find(({ value }) => pattern.test(value)) : undefined;
        return use === undefined ? null : [`${use.property}: ${use.value}`, what];
      };
    }
    case 'selector': {
      const part = what.replace('::', ':');
      return ({ css, selectors }) => {
        const use = selectors.includes(part) ? css.find(({ selector }) => selector?.includes(part)) : undefined;
        return use === undefined ? null : [use.selector ?? what, what];
      };
    }
    case 'at':
      return ({ atRules }) => (atRules.includes(what) ? [`@${what}`] : null);
    default: {
      const pattern = new RegExp(`[.]${what}(?:[?#]|$)`, 'i');
      const isIt = (address: string) => (what === 'data:' ? address.startsWith(what) : pattern.test(address));
      return ({ images }) => {
        const src = images.find(isIt);
        return src === undefined ? null : [src.length > 200 ? what : src, what === 'data:' ? what : `.${what}`];
      };
    }
  }
}

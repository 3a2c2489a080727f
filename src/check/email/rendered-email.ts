import { remember } from '../remember.js';

/** How a client shows an email: as it is, or by what the email says of dark screens. */
export type Mode = 'light' | 'dark';

/** CSS properties that count for an element itself, without what it inherits; shorthand backgrounds are taken apart. */
export type Styles = ReadonlyMap<string, string>;

/** An element of an email's HTML. */
export interface EmailElement {
  /** In small letters. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly parent: EmailElement | null;
  readonly children: readonly (EmailElement | string)[];
  readonly styles: Readonly<Record<Mode, Styles>>;
}

/** What one style sheet or `style` attribute asks of a client. */
export interface CssUse {
  /** Null in a `style` attribute. */
  readonly selector: string | null;
  readonly property: string;
  readonly value: string;
}

/** One email as one person gets it. */
export interface EmailBytes {
  readonly subject: string;
  /** The one that was written, as it is shown; null when none was. */
  readonly preheader: string | null;
  /** BCP 47: the language that the message is written in. */
  readonly lang: string;
  readonly html: string;
  readonly text: string;
  /** The MJML that it was made of, with that of its partials: what MJML writes by itself cannot be told from what somebody wrote. */
  readonly source: string;
  /** Where its person unsubscribes; null when the message is not promotional. */
  readonly unsubscribe: string | null;
  /** The sender's, that a promotional message must show; null when it need not, or is not known here. */
  readonly postalAddress: string | null;
  /** The families of clients that it must work in. */
  readonly clients: readonly string[];
  /** The personas for whom its subject is empty, so that they get no such email. */
  readonly emptyFor: readonly { readonly name: string; readonly isWritten: boolean }[];
}

/** An email whose HTML was read. */
export interface RenderedEmail extends EmailBytes {
  /** What stands in its first title; empty when there is none. */
  readonly title: string;
  /** In the order of the document. */
  readonly elements: readonly EmailElement[];
  /** Whether it says how it looks on dark screens. */
  readonly hasDark: boolean;
  readonly css: readonly CssUse[];
  /** What follows `@` in its style sheets: `import`, `media`. */
  readonly atRules: readonly string[];
}

/** What two emails have in common that differ in nothing but their subject, and what comes with it: the title, the length, who gets none. */
export type EmailBody = Omit<RenderedEmail, 'subject' | 'title' | 'html' | 'emptyFor'>;

/** The text that stands right in an element, as it is in the HTML. */
export const ownText = remember(({ children }: EmailElement): string =>
  children.filter((child) => typeof child === 'string').join(' '),
);

/** The same as a reader sees it. */
export const ownWords = remember((element: EmailElement): string => squeeze(ownText(element)));

/** The text in an element, without what stands in its style sheets, its white space made single spaces. */
export function textOf(element: EmailElement): string {
  return squeeze(gather(element, () => ''));
}

/** What is heard of an element: its text, and the `alt` of its images. */
export function spokenText(element: EmailElement): string {
  return squeeze(element.attributes['aria-label'] ?? gather(element, (image) => ` ${image.attributes.alt ?? ''} `));
}

/** White space as a reader sees it: single spaces, none at the ends, nothing invisible. */
export function squeeze(text: string): string {
  return text
    .replace(/\u00ad|\u034f|[\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The elements inside an element, in the order of the document. */
export function* inside(element: EmailElement): Iterable<EmailElement> {
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    yield child;
    yield* inside(child);
  }
}

/** An element, what it stands in, what that stands in. */
export function* outward(element: EmailElement): Iterable<EmailElement> {
  for (let at: EmailElement | null = element; at !== null; at = at.parent) yield at;
}

function gather(element: EmailElement, image: (element: EmailElement) => string): string {
  if (/^(?:style|script|title)$/.test(element.name)) return '';
  if (element.name === 'img') return image(element);
  const parts = element.children.map((child) => (typeof child === 'string' ? child : gather(child, image)));
  return /^(?:br|td|th|p|div|li|h\d)$/.test(element.name) ? ` ${parts.join('')} ` : parts.join('');
}

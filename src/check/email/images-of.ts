import type { EmailBody, EmailElement } from './rendered-email.js';

/** The images of an email, with how they are called and what to look for to find them in a template. */
export function imagesOf({ elements }: EmailBody): readonly {
  readonly element: EmailElement;
  /** The last part of the address. */
  readonly src: string;
  readonly at: readonly string[];
}[] {
  return elements
    .filter(({ name }) => name === 'img')
    .map((element) => {
      const { src = '', alt = '' } = element.attributes;
      const name =
        src
          .replace(/[?#].*$/, '')
          .split('/')
          .at(-1) ?? '';
      const at = [`src="${src}"`, src, ...(alt.trim() === '' ? [] : [`alt="${alt}"`]), name, '<mj-image', '<img'];
      return { element, src: name === '' ? `"${src}"` : name, at };
    });
}

/** The `<mj-image>` tags of MJML that say nothing of an `alt`, neither themselves nor by a class or a default: MJML writes an empty one for them, as if somebody had decided it. */
export function undecidedImages(source: string): readonly { readonly written: string; readonly pattern: RegExp }[] {
  const tags = Array.from(source.matchAll(/<mj-(?:image|class|all)\b(?:"[^"]*"|'[^']*'|[^>"'])*>/g), ([tag]) => tag);
  const decides = (tag: string) => /\salt\s*=/.test(tag);
  const isImage = (tag: string) => tag.startsWith('<mj-image') && /\ssrc\s*=/.test(tag);
  if (tags.some((tag) => decides(tag) && !isImage(tag))) return [];
  return tags
    .filter((tag) => isImage(tag) && !decides(tag))
    .map((written) => {
      const src = /\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(written);
      const parts = (src?.[1] ?? src?.[2] ?? '').replaceAll('&amp;', '&').split(/\{[{%][\s\S]*?[%}]\}/);
      const pattern = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('[\\s\\S]*');
      return { written, pattern: new RegExp(`^${pattern}$`) };
    });
}

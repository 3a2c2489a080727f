import type { EmailElement, RenderedEmail } from './rendered-email.js';

/** The images of an email, with how they are called and what to look for to find them in a template. */
export function imagesOf({ elements }: RenderedEmail): readonly {
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

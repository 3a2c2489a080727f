import { isHidden } from './is-hidden.js';
import { type EmailElement, type RenderedEmail, spokenText } from './rendered-email.js';

/** A link that people can see. */
export interface Link {
  readonly element: EmailElement;
  /** As it stands in `href`, without space around it. */
  readonly target: string;
  /** What is heard of it. */
  readonly text: string;
  readonly at: readonly string[];
}

/** The links of an email that are not hidden. */
export function linksOf({ elements }: RenderedEmail): readonly Link[] {
  return elements
    .filter((element) => element.name === 'a' && element.attributes.href !== undefined && !isHidden(element))
    .map((element) => {
      const target = element.attributes.href?.trim() ?? '';
      const text = spokenText(element);
      const at = [`href="${target}"`, ...(text === '' ? [] : [`>${text}<`]), target, text].filter((one) => one !== '');
      return { element, target, text, at };
    });
}

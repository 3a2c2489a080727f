import type { Tracking } from '../../model/tracking.js';
import type { StageFinding } from './template-finding.js';

/** A link as it is written, Liquid included, and where. */
export interface WrittenLink {
  readonly written: string;
  readonly start: number;
  readonly end: number;
}

/** Of one email each link may say for itself which one it is; the others say which email, and from where. */
const perLink = new Set(['utm_content', 'utm_term', 'utm_id']);

/** Links that name another source, medium or campaign than the rest of their email: its visits would be counted as those of two. */
export function findMixedTracking(links: readonly WrittenLink[], tracking: Tracking | null): StageFinding[] {
  const expected = new Map<string, string>();
  for (const [name, value] of tracking?.parameters ?? [])
    expected.set(name, value.map((part) => ('text' in part ? part.text : `{{${part.path}}}`)).join(''));
  const findings = new Map<string, StageFinding>();
  for (const { written, start, end } of links) {
    const query = written.replaceAll('&amp;', '&').split('#', 1)[0]!;
    for (const [, name = '', value = ''] of query.matchAll(/[?&]([\w.-]+)=((?:\{\{.*?\}\}|[^&])*)/gs)) {
      if (perLink.has(name) || !(expected.has(name) || name.startsWith('utm_'))) continue;
      const said = readable(value);
      const others = expected.get(name) ?? said;
      expected.set(name, others);
      if (readable(others) === said || said.includes('{%')) continue;
      findings.set(`${start} ${name}`, {
        code: 'LC760',
        name: 'mixed-tracking',
        severity: 'warning',
        message: `this link says ${name}=${said}, the others of the email ${name}=${readable(others)}`,
        label: 'its visits are counted as those of another email',
        help: [
          tracking === null
            ? `write ${name} alike in all of them`
            : `remove ${name}: it is added to every link by itself`,
        ],
        start,
        end,
      });
    }
  }
  return [...findings.values()];
}

/** The value as a person reads it: decoded, Liquid without spaces and without its filters. */
function readable(value: string): string {
  const plain = value.replace(
    /\{\{-?\s*(.*?)\s*(?:\|.*?)?-?\}\}/gs,
    (_all, inside: string) => `{{ ${inside.trim()} }}`,
  );
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

import { findQuotedEnd } from '../../model/find-quoted-end.js';
import type { StageFinding } from './template-finding.js';

const known = new Set(
  'if elsif else endif unless endunless case when endcase for endfor break continue assign comment endcomment #'.split(
    ' ',
  ),
);
const value = String.raw`(?:""|-?\d+(?:\.\d+)?|[A-Za-z_][\w-]*\??(?:\.[\w-]+\??|\[[^\]]*\])*)`;
const argument = String.raw`(?:\w+\s*:\s*)?${value}`;
/** LiquidJS reads over what it does not understand (`{{ a b }}`, `{{ a | }}`): this does not. Strings have become `""`. */
const wellFormed = new RegExp(
  String.raw`^\{\{-?\s*${value}(?:\s*\|\s*\w+(?:\s*:\s*${argument}(?:\s*,\s*${argument})*)?)*\s*-?\}\}$`,
);
const instead: Readonly<Record<string, string>> = {
  capture: 'join text with {% assign name = "a" | append: value %}',
  render: 'use {% include "partials/name.liquid" %} or <mj-include path="partials/name.mjml" />',
  layout: 'use <mj-include path="partials/name.mjml" />',
  echo: 'write {{ value }}',
};

/** A tag whose output no filter can make safe is a finding. */
export function checkTag(name: string, start: number, end: number): StageFinding[] {
  if (known.has(name) || name.startsWith('end')) return [];
  const help = instead[name];
  return [
    {
      code: 'LC509',
      name: 'unsupported-tag',
      severity: 'error',
      message: `not supported in a template: {% ${name} %}`,
      label: 'what it writes cannot be made safe for its place',
      ...(help === undefined ? {} : { help: [help] }),
      start,
      end,
    },
  ];
}

/** An output that is not one value with filters, or that would be escaped never or twice, is a finding. */
export function checkOutput(raw: string, start: number, end: number): StageFinding[] {
  const plain = raw.replace(/"[^"]*"|'[^']*'/g, '""');
  const names = [...plain.matchAll(/\|\s*(\w+)/g)].map((match) => match[1]!);
  const findings: StageFinding[] = [];
  const quotedEnd = findQuotedEnd(raw);
  if (quotedEnd !== null)
    findings.push({ code: 'LC502', name: 'liquid-syntax', severity: 'error', message: quotedEnd, start, end });
  if (!wellFormed.test(plain)) {
    findings.push({
      code: 'LC502',
      name: 'liquid-syntax',
      severity: 'error',
      message: `Liquid cannot read this: ${raw} is not one value with filters`,
      help: ['write {{ value }} or {{ value | filter: argument }}'],
      start,
      end,
    });
  }
  if (names.includes('raw') && reasonOf(raw) === null) {
    findings.push({
      code: 'LC507',
      name: 'raw-output',
      severity: 'error',
      message: 'the filter "raw" lets data bring HTML into the message, and does not say why',
      help: ['remove "| raw", or give it the reason and put it last: | raw: "written by our editors"'],
      start,
      end,
    });
  }
  const double = names.find((name) => /^(?:escape|escape_once|xml_escape|newline_to_br)$/.test(name));
  if (double !== undefined) {
    findings.push({
      code: 'LC510',
      name: 'double-escape',
      severity: 'error',
      message: `the filter "${double}" would be escaped a second time and show as code`,
      help: [`remove "| ${double}": values are escaped for the place they stand in`],
      start,
      end,
    });
  }
  return findings;
}

/** Why an output lets data bring HTML; null when it does not, or does not say so where it must: last, in words. */
export function reasonOf(raw: string): string | null {
  const parts = /^((?:"[^"]*"|'[^']*'|[^"'])*?)\|\s*raw\s*:\s*(?:"([^"]*)"|'([^']*)')\s*-?\}\}$/.exec(raw);
  const reason = (parts?.[2] ?? parts?.[3] ?? '').trim();
  const before = (parts?.[1] ?? '').replace(/"[^"]*"|'[^']*'/g, '""');
  return /\p{L}{2}/u.test(reason) && !/\|\s*raw\b/.test(before) ? reason : null;
}

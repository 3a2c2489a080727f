import { changeKinds } from '../diff/change-kinds.js';
import { READING_RULES } from '../read/finding.js';
import { catalog } from './catalog.js';
import { emailRules } from './email/email-rules.js';
import { catalogExamples } from './example/catalog-examples.js';
import { exampleProject } from './example/example-project.js';
import type { RuleExample } from './rule.js';
import { rules } from './rules.js';

/** A longer line of an example is cut. */
const LONGEST = 240;

interface Explained {
  readonly code: string;
  readonly name: string;
  readonly summary: string;
  readonly docs: string;
  readonly severity?: string;
  readonly preview?: boolean;
  readonly example?: RuleExample;
}

/** Every code there is, in order. */
export const explainedCodes: readonly Explained[] = [
  ...Object.entries(READING_RULES).map(([code, rule]) => ({ code, ...rule, summary: sentence(rule.summary) })),
  ...rules,
  ...emailRules.map(({ example, ...rule }) => (example === null ? rule : { ...rule, example })),
  ...catalog,
  ...changeKinds,
]
  .map((one): Explained => ({ ...(catalogExamples[one.code] && { example: catalogExamples[one.code] }), ...one }))
  .sort((a, b) => (a.code < b.code ? -1 : 1));

/** What a code (`LC103`, in any case) or its name (`unknown-key`) means, why it matters and what to do; null when there is no such code. */
export function explainCode(codeOrName: string): string | null {
  const wanted = codeOrName.trim().toLowerCase();
  const found = explainedCodes.find(({ code, name }) => code.toLowerCase() === wanted || name === wanted);
  if (found === undefined) return null;
  const { code, name, severity, preview, summary, docs, example } = found;
  const head = `${code} ${name}${severity !== 'warning' ? '' : preview === true ? ' (warning, preview)' : ' (warning)'}`;
  const parts = [head, wrap(summary), ...docs.split('\n\n').map(wrap), ...(example ? show(example) : whyNone(code))];
  return `${[...parts, ...settingsOf(found)].join('\n\n')}\n`;
}

function settingsOf({ code, severity, preview }: Explained): string[] {
  if (severity !== 'warning') return [];
  if (preview === true)
    return [
      `New, and off unless lifecycle.config.yaml says "rules: {preview: true}",\nor "rules: {${code}: warning}" for this one alone.`,
    ];
  return [
    `Off for the whole project with "rules: {${code}: off}" in lifecycle.config.yaml,\nfor some files with "rules: {campaigns/legacy/**: {${code}: off}}".`,
  ];
}

function show({ file, bad, good, beside = {} }: RuleExample): string[] {
  return [
    ...showPlace(file, ...wholeLines({ file, bad, good, beside })),
    ...Object.entries(beside).flatMap(([other, text]) =>
      other in exampleProject || other === file ? [] : [`With ${other}:\n\n${indent(text)}`],
    ),
  ];
}

function showPlace(file: string, bad: string, good: string): string[] {
  if (bad === '') return [`Like this, in ${file}:\n\n${indent(good)}`];
  return [`Not like this, in ${file}:\n\n${indent(bad)}`, `But like this:\n\n${indent(good)}`];
}

/** The bad and the good text with the rest of the lines that they stand in: a piece of a line alone would not read as YAML. */
function wholeLines({ file, bad, good, beside }: RuleExample): [string, string] {
  const text = beside?.[file] ?? exampleProject[file];
  const at = bad === '' || good === '' ? -1 : (text?.indexOf(good) ?? -1);
  if (text === undefined || at < 0) return [bad, good];
  const head = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  const tail = good.endsWith('\n') ? '' : (text.slice(at + good.length).split('\n')[0] ?? '');
  return [`${head}${bad}${tail}`, `${head}${good}${tail}`];
}

function whyNone(code: string): string[] {
  if (code.startsWith('LC8')) return ['Found by "lifecycle diff", and by "lifecycle run" when it refuses a plan.'];
  return code < 'LC9' ? [] : ['Found while running: there is no line of a file to show for it.'];
}

function indent(text: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  const margin = Math.min(...lines.filter((line) => line !== '').map((line) => line.length - line.trimStart().length));
  return lines.map((line) => `    ${shorten(line.slice(margin))}`.trimEnd()).join('\n');
}

/** A line that is wrong for being long need not be read to its end. */
function shorten(line: string): string {
  return line.length > LONGEST ? `${line.slice(0, LONGEST)} ...` : line;
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

function wrap(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > 80) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}

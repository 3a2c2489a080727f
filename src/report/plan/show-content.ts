import type { Plan } from '../../model/plan.js';
import { conditionWords } from './condition-words.js';
import { wrapLine } from './wrap-line.js';

const tracking = /(?:[?&]|&amp;)(utm_[a-z]+)=/g;
/** An output that may bring HTML, with the reason. */
const raw = /\{\{-?\s*([^|{}\s]+)[^{}]*?\|\s*raw\s*:\s*(?:"([^"]*)"|'([^']*)')\s*-?\}\}/g;

/** What templates choose and look up, as sentences; empty when there is nothing. */
export function showContent(plan: Plan): string {
  const blocks = Object.entries(plan.blocks).map(([id, { rules }]) => {
    const choices = rules.map(({ when, partial }, index) => {
      if (when === null) return index === 0 ? partial : `else ${partial}`;
      return `${partial} for people ${conditionWords(when)}`;
    });
    const rest = rules.some(({ when }) => when === null) ? '' : '; else nothing';
    return `  ${id}: ${choices.join('; ')}${rest}`;
  });
  const codes = Object.entries(plan.incentives).flatMap(([id, incentive]) =>
    incentive.codes === null ? [] : [`  ${id}: each message gets the next code of ${incentive.codes}, and keeps it`],
  );
  const spoken = Object.entries(plan.languages.fallback).map(
    ([from, to]) => `  who reads ${from} gets ${to} where there is no ${from}`,
  );
  const html = Object.entries(plan.templates).map(([id, languages]) => ({
    id,
    text: Object.values(languages)
      .map((template) => template.html)
      .join(''),
  }));
  const names = new Set(html.flatMap(({ text }) => [...text.matchAll(tracking)].map((match) => match[1]!)));
  const links = names.size === 0 ? [] : [`  say which message a visit came from: ${[...names].join(', ')}`];
  const trusted = html.flatMap(({ id, text }) => {
    const uses = [...text.matchAll(raw)].map(([, path, double, single]) => `${path} ("${double ?? single}")`);
    return uses.length === 0 ? [] : [`  ${id}: ${[...new Set(uses)].join('; ')}`];
  });
  return [
    section('Languages', spoken),
    section('Blocks', blocks),
    section('Codes', codes),
    section('Links', links),
    section('HTML from data', trusted),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}\n${lines.map((line) => wrapLine(line, 4)).join('\n')}\n`;
}

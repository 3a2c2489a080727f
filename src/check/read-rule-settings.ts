import type { Diagnostic } from '../model/diagnostic.js';
import type { Project } from '../model/project.js';
import type { Span } from '../model/span.js';
import { findRule, fixedRule, unknownRule } from './find-rule.js';

/** How serious the findings of a rule are to be. */
export type Level = 'off' | 'warning' | 'error';

/** What the project's `rules` say, by code, and what is wrong with them. */
export function readRuleSettings(project: Project): {
  readonly levels: ReadonlyMap<string, Level>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const levels = new Map<string, Level>();
  const places = new Map<string, Span>();
  const diagnostics: Diagnostic[] = [];
  const settings = project.config.rules ?? {};
  for (const [word, level] of Object.entries(settings)) {
    const span = project.spans.key(settings, word);
    const rule = findRule(word);
    const first = rule === null ? undefined : places.get(rule.code);
    if (rule === null) {
      diagnostics.push({ code: 'LC192', name: 'unknown-rule', severity: 'error', ...unknownRule(word, span) });
    } else if (!rule.adjustable && level !== 'error') {
      const what = level === 'off' ? 'turned off' : 'lowered to a warning';
      diagnostics.push({ code: 'LC193', name: 'fixed-rule', severity: 'error', ...fixedRule(rule, what, span) });
    } else if (first !== undefined) {
      diagnostics.push({
        code: 'LC194',
        name: 'rule-set-twice',
        severity: 'error',
        message: `${rule.code} ${rule.name} is set twice`,
        span,
        label: 'second setting',
        related: [{ span: first, label: 'first setting' }],
        help: ['take one of them away'],
      });
    } else {
      places.set(rule.code, span);
      levels.set(rule.code, level);
    }
  }
  return { levels, diagnostics };
}

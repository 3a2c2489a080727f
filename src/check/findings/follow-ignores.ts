import type { Diagnostic } from '../../model/diagnostic.js';
import type { Ignore } from '../../model/ignore.js';
import type { Span } from '../../model/span.js';
import { findRule, fixedRule, unknownRule } from '../find-rule.js';
import type { Finding } from '../rule.js';

/**
 * The findings without the warnings that a sound `lifecycle-ignore` comment stands above, and with what is wrong with those comments. Errors are never left
 * out. That a comment ignores nothing is only said where there is no error: one can hide what was meant.
 */
export function followIgnores(diagnostics: readonly Diagnostic[], ignores: readonly Ignore[]): Diagnostic[] {
  const ignored = new Set<Diagnostic>();
  const wrong: Diagnostic[] = [];
  const unused: Diagnostic[] = [];
  for (const ignore of ignores) {
    const fault = faultOf(ignore);
    if (fault !== null) {
      wrong.push({ code: 'LC191', name: 'bad-ignore', severity: 'error', ...fault });
      continue;
    }
    for (const { word, span } of ignore.rules) {
      const rule = findRule(word);
      if (rule === null) {
        wrong.push({ code: 'LC192', name: 'unknown-rule', severity: 'error', ...unknownRule(word, span) });
      } else if (!rule.adjustable) {
        wrong.push({ code: 'LC193', name: 'fixed-rule', severity: 'error', ...fixedRule(rule, 'ignored', span) });
      } else {
        const meant = diagnostics.filter((one) => one.code === rule.code && reaches(ignore.target, one.span));
        for (const one of meant) if (one.severity === 'warning') ignored.add(one);
        if (meant.length === 0) unused.push(unusedIgnore(ignore, rule.code, span));
      }
    }
  }
  const left = [...diagnostics.filter((one) => !ignored.has(one)), ...wrong];
  return left.some(({ severity }) => severity === 'error') ? left : [...left, ...unused];
}

function faultOf(ignore: Ignore): Finding | null {
  const { span, form, alone, rules, reason } = ignore;
  const words = rules.map(({ word }) => word).join(', ');
  if (form === 'html') {
    return {
      message: 'an ignore in an HTML comment would be sent to people',
      span,
      help: [`write {% comment %}lifecycle-ignore ${words}: ${reason ?? 'why'}{% endcomment %}`],
    };
  }
  if (!alone) {
    return {
      message: 'an ignore stands behind something else',
      span,
      help: ['put it on a line of its own, right above what it is about'],
    };
  }
  if (rules.length === 0) {
    return {
      message: 'an ignore does not say what is ignored',
      span,
      help: ['write the code and the reason: lifecycle-ignore LC220: goes out in spring'],
    };
  }
  if (reason === null) {
    return {
      message: `an ignore of ${words} gives no reason`,
      span,
      help: [`say why, after a colon: lifecycle-ignore ${words}: goes out in spring`],
    };
  }
  return null;
}

function unusedIgnore({ target }: Ignore, code: string, span: Span): Diagnostic {
  return {
    code: 'LC190',
    name: 'unused-ignore',
    severity: 'warning',
    message: `there is no ${code} to ignore here`,
    span,
    ...(target === null ? { label: 'nothing follows' } : {}),
    help: ['take the comment away, or put it right above what it is about'],
  };
}

function reaches(target: Span | null, { file, start, end }: Span): boolean {
  if (target === null || target.file !== file) return false;
  return target.start.offset <= start.offset && end.offset <= target.end.offset;
}

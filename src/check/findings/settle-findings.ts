import { compareDiagnostics, type Diagnostic } from '../../model/diagnostic.js';
import type { Ignore } from '../../model/ignore.js';
import type { Project } from '../../model/project.js';
import { rules } from '../rules.js';
import { type Baseline, followBaseline, makeBaseline } from './baseline.js';
import { followIgnores } from './follow-ignores.js';
import { hushUnused } from './hush-unused.js';
import { type Level, type RuleSettings, readRuleSettings } from './read-rule-settings.js';

/** What a project says about its findings itself. */
export interface Settlement {
  /** Null when the configuration could not be read: then nothing is set. */
  readonly project: Project | null;
  readonly ignores: readonly Ignore[];
  readonly baseline: Baseline;
}

/** The findings that count, in reading order, and those that only the baseline hides. */
export interface Settled {
  readonly diagnostics: readonly Diagnostic[];
  readonly hidden: readonly Diagnostic[];
  /** Whether the baseline allows for more than there is; false while there are errors, which keep warnings from being seen. */
  readonly canShrink: boolean;
  /** The baseline that would hide all warnings there are. */
  readonly whole: Baseline;
}

/**
 * Applies the project's ignores, its `rules` and its baseline to all that was found. Only warnings are ever ignored, turned off, hidden or raised; mistakes
 * in ignores and settings are findings themselves.
 */
export function settleFindings(found: readonly Diagnostic[], { project, ignores, baseline }: Settlement): Settled {
  const settings = project === null ? NOTHING_SET : readRuleSettings(project);
  const levelOf = ({ code, span }: Diagnostic): Level | null =>
    settings.levelOf(code, span.file) ?? (previewCodes.has(code) && !settings.preview ? 'off' : null);
  const left = hushUnused(followIgnores([...found, ...settings.diagnostics], ignores)).filter(
    (one) => levelOf(one) !== 'off' || (one.severity === 'error' && !previewCodes.has(one.code)),
  );
  const { shown, hidden, canShrink } = followBaseline(left, baseline);
  const diagnostics = shown.map((one): Diagnostic => (levelOf(one) === 'error' ? { ...one, severity: 'error' } : one));
  const isSeen = left.every(({ severity }) => severity !== 'error');
  return {
    diagnostics: diagnostics.sort(compareDiagnostics),
    hidden,
    canShrink: canShrink && isSeen,
    whole: makeBaseline(left),
  };
}

const NOTHING_SET: RuleSettings = { levelOf: () => null, preview: false, diagnostics: [] };

const previewCodes = new Set(rules.flatMap(({ code, preview }) => (preview === true ? [code] : [])));

import type { Diagnostic } from '../../model/diagnostic.js';
import type { Project } from '../../model/project.js';
import type { Span } from '../../model/span.js';
import { findRule, fixedRule, unknownRule } from '../find-rule.js';
import { configMap, isMap, mapAt, type YamlMap } from '../yaml-map.js';
import { matchPath } from './match-path.js';

/** How serious the findings of a rule are to be. */
export type Level = 'off' | 'warning' | 'error';

/** What the project's `rules` say, and what is wrong with them. */
export interface RuleSettings {
  /** The level that is set for a rule in a file; null where nothing is. */
  readonly levelOf: (code: string, file: string) => Level | null;
  /** Whether rules count that are not on for everybody yet. */
  readonly preview: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the project's `rules`: those for all files, and those under a path. A path wins over all files, and of several paths the last. */
export function readRuleSettings(project: Project): RuleSettings {
  const settings = mapAt(configMap(project), 'rules') ?? {};
  const diagnostics: Diagnostic[] = [];
  const everywhere = readLevels(project, settings, diagnostics);
  const byPath = Object.keys(settings).flatMap((path) => {
    const own = mapAt(settings, path);
    if (own === null) return [];
    const fits = (file: string) => matchPath(path, file);
    if (!project.sources.some((source) => fits(source.path))) {
      diagnostics.push(unmatchedPath(project, path, project.spans.key(settings, path)));
    }
    return [{ fits, levels: readLevels(project, own, diagnostics) }];
  });
  return {
    levelOf: (code, file) => {
      const last = byPath.findLast(({ fits, levels }) => levels.has(code) && fits(file));
      return (last?.levels ?? everywhere).get(code) ?? null;
    },
    preview: settings.preview === true,
    diagnostics,
  };
}

function readLevels(project: Project, settings: YamlMap, diagnostics: Diagnostic[]): ReadonlyMap<string, Level> {
  const levels = new Map<string, Level>();
  const places = new Map<string, Span>();
  for (const [word, level] of Object.entries(settings)) {
    if (isMap(level) || word === 'preview') continue;
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
    } else if (level === 'off' || level === 'warning' || level === 'error') {
      places.set(rule.code, span);
      levels.set(rule.code, level);
    }
  }
  return levels;
}

function unmatchedPath(project: Project, path: string, span: Span): Diagnostic {
  const inside = `${path.replace(/\/+$/, '')}/**`;
  const isFolder = project.sources.some((source) => matchPath(inside, source.path));
  return {
    code: 'LC195',
    name: 'unmatched-path',
    severity: 'warning',
    message: `no file of the project fits "${path}"`,
    span,
    ...(isFolder ? { label: 'a folder' } : {}),
    help: [
      isFolder
        ? `write "${inside}" for all files in it`
        : 'correct the path, which is relative to the project, or take the entry away',
    ],
  };
}

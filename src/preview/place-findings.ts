import { stepsOf } from '../check/walk/walk-steps.js';
import { compareDiagnostics, type Diagnostic } from '../model/diagnostic.js';
import type { Cell, Gallery } from '../model/preview.js';
import type { Project } from '../model/project.js';
import type { Span } from '../model/span.js';
import { templateTexts } from './template-texts.js';

const HELD_BACK = 'LC233';

/** A gallery with what was found in the files, each finding at the messages that it is about. */
export interface PlacedFindings {
  readonly gallery: Gallery;
  /** What is about no message that is shown. */
  readonly elsewhere: readonly Diagnostic[];
}

/**
 * Puts what was found in the project to each message that it is about: what stands in its template, the text part or anything that those take in, and what
 * stands in its step.
 */
export function placeFindings(gallery: Gallery, project: Project, found: readonly Diagnostic[]): PlacedFindings {
  const byFile = new Map<string, Diagnostic[]>();
  // That somebody is held back stands in their own cell, and nowhere else.
  const shared = found.filter(({ code }) => code !== HELD_BACK);
  for (const one of shared) byFile.set(one.span.file, [...(byFile.get(one.span.file) ?? []), one]);
  const placed = new Set<Diagnostic>();
  const inTemplate = remember((file: string) => {
    const template = project.templates.find((one) => one.file === file);
    const texts = template === undefined ? [] : templateTexts(project, template);
    return texts.flatMap(({ path }) => byFile.get(path) ?? []);
  });
  const steps = new Map(gallery.messages.map(({ id, campaign, step }) => [id, stepSpan(project, campaign, step)]));
  const inStep = remember((message: string) => {
    const span = steps.get(message) ?? null;
    return span === null ? [] : (byFile.get(span.file) ?? []).filter((one) => lies(one.span, span));
  });
  const cells = gallery.cells.map((cell): Cell => {
    const own = [...inTemplate(cell.file), ...inStep(cell.message)];
    for (const one of own) placed.add(one);
    return own.length === 0 ? cell : { ...cell, findings: [...cell.findings, ...own].sort(compareDiagnostics) };
  });
  return { gallery: { ...gallery, cells }, elsewhere: shared.filter((one) => !placed.has(one)) };
}

/** The whole of a step, without those inside it: they are messages of their own. */
function stepSpan(project: Project, campaign: string, step: string): Span | null {
  const source = project.campaigns.find(({ id }) => id === campaign);
  const place = source && stepsOf(source).find(({ id }) => id === step);
  return place === undefined ? null : project.spans.node(place.step);
}

function lies({ start, end }: Span, inside: Span): boolean {
  return start.offset >= inside.start.offset && end.offset <= inside.end.offset;
}

function remember<Value>(find: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    const found = known.get(key) ?? find(key);
    known.set(key, found);
    return found;
  };
}

import { compareDiagnostics, type Diagnostic } from '../model/diagnostic.js';
import type { CampaignSource, Project } from '../model/project.js';
import { type CheckMemory, lendMemory, memoryOf } from './check-memory.js';
import { mergeRepeats } from './findings/merge-repeats.js';
import { remember } from './remember.js';
import { rememberCampaign } from './remember-campaign.js';
import type { Finding, Rule } from './rule.js';
import { rules } from './rules.js';

/** Everything that the rules find wrong with a project, in reading order, each mistake once. With a memory of earlier checks it is found sooner, and is the same. */
export function checkProject(project: Project, memory?: CheckMemory): Diagnostic[] {
  if (memory !== undefined) lendMemory(project, memory);
  const found = new Map<string, Diagnostic>();
  const say = (diagnostic: Diagnostic): void => {
    const { code, span, message } = diagnostic;
    found.set(JSON.stringify([code, span.file, span.start.offset, span.end.offset, message]), diagnostic);
  };
  for (const rule of rules) for (const finding of rule.check(project)) say(diagnose(rule, finding));
  for (const campaign of project.campaigns) for (const diagnostic of checkCampaign(project, campaign)) say(diagnostic);
  return mergeRepeats([...found.values()].sort(compareDiagnostics));
}

const campaignRules = rules.filter(({ checkCampaign }) => checkCampaign !== undefined);

/** What depends on nothing but the campaign and the configuration is not asked again of those of which there was nothing to say. */
const checkCampaign = rememberCampaign((project, campaign): readonly Diagnostic[] => {
  const memory = memoryOf(project);
  const key = keyOf(project, campaign);
  if (memory.isSound(key)) return [];
  const found = campaignRules.flatMap((rule) =>
    Array.from(rule.checkCampaign?.(project, campaign) ?? [], (finding) => diagnose(rule, finding)),
  );
  if (found.length === 0) memory.keepSound(key);
  return found;
});

function diagnose({ code, name, severity }: Rule, finding: Finding): Diagnostic {
  return { code, name, severity, ...finding };
}

function keyOf(project: Project, { file }: CampaignSource): string {
  return [digests(project).get(project.configFile), digests(project).get(file), file].join(' ');
}

const digests = remember(
  (project: Project): ReadonlyMap<string, string> => new Map(project.sources.map(({ path, sha256 }) => [path, sha256])),
);

import { impossiblePersona } from '../check/rules/impossible-persona.js';
import type { PersonaFile } from '../model/persona-file.js';
import type { Plan } from '../model/plan.js';
import { PERSONAS, type Project } from '../model/project.js';
import type { Value } from '../model/value.js';
import { makeFileText } from '../read/file-text.js';
import { NodeSpans } from '../read/node-spans.js';
import { readYaml } from '../read/read-yaml.js';
import type { Persona } from './persona.js';

/** A persona with other values, or what is wrong with those, in words. */
export type EditedPersona = { readonly ok: PersonaFile } | { readonly problems: readonly string[] };

/** A persona with the values that somebody typed: `''` is unknown. They are held against the same schema and rules as those of a file. */
export function editPersona(
  plan: Plan,
  project: Project,
  { id, node }: Persona,
  typed: Readonly<Record<string, string>>,
): EditedPersona {
  const profile: Record<string, Value> = { ...node.profile };
  for (const [name, text] of Object.entries(typed)) profile[name] = writtenValue(plan, name, text);
  const file = `${PERSONAS}/${id}.yaml`;
  const spans = new NodeSpans();
  // JSON is YAML: what was typed is read as a file is.
  const text = makeFileText(file, JSON.stringify({ ...node, profile }));
  const { value, findings } = readYaml(text, { schema: 'persona.schema.json', name: `persona "${id}"` }, spans, null);
  if (findings.length > 0) return { problems: findings.map(({ message }) => message) };
  const edited = value as PersonaFile;
  const alone: Project = { ...project, personas: [{ file, id, node: edited }], spans };
  const problems = [...impossiblePersona.check(alone)].map(({ message }) => message);
  return problems.length > 0 ? { problems } : { ok: edited };
}

/** As the declared type would be written; what does not fit stays text, and the rules say so. */
function writtenValue(plan: Plan, name: string, text: string): Value {
  if (text === '') return null;
  const type = plan.attributes[name]?.type ?? plan.traits[name]?.type;
  if (type === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

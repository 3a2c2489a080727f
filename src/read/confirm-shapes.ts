import { invariant } from '../model/failure.js';
import type { Project } from '../model/project.js';
import { judgeOf, type ShapeName } from './shape-judges.js';
import type { ShapeMemory } from './shape-memory.js';

/**
 * A second opinion before a plan is made: ajv judges every file by the published schemas, independently of the reader that explains mistakes. A disagreement is a bug of ours, and then no plan is
 * better than a wrong one. A file of which nothing has changed since it was confirmed is not judged again.
 */
export function confirmShapes(project: Project, memory?: ShapeMemory): void {
  const digests = new Map(project.sources.map(({ path, sha256 }) => [path, sha256]));
  const confirm = (name: ShapeName, file: string, node: unknown): void => {
    const key = [name, digests.get(file), file].join(' ');
    if (memory?.isConfirmed(key) !== true) judge(name, file, node);
    memory?.keep(key);
  };
  confirm('config', project.configFile, project.config);
  for (const { file, node } of project.campaigns) confirm('campaign', file, node);
  for (const { file, frontMatter } of project.templates) confirm('template', file, frontMatter);
  for (const { file, node } of project.blocks) confirm('block', file, node);
  memory?.save();
}

function judge(name: ShapeName, file: string, node: unknown): void {
  const accepts = judgeOf(name);
  const accepted = accepts(node);
  const objections = (accepts.errors ?? []).map(({ instancePath, message }) => `data${instancePath} ${message}`);
  invariant(accepted === true, `${file} has the shape of schemas/${name}.schema.json: ${objections.join(', ')}`);
}

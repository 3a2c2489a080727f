import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { projectNames } from '../check/names/project-names.js';
import { LifecycleError } from '../model/failure.js';
import { nameSchemas } from '../read/name-schemas.js';
import { readProject } from '../read/read-project.js';
import { findRoot } from './find-root.js';
import { printFindings } from './print-findings.js';
import type { ExitCode, Terminal } from './terminal.js';

/**
 * Writes the JSON Schemas of this project, with its own names, for completion in editors. Campaigns and templates may have errors; of a configuration that cannot be read the findings are printed, and
 * nothing is written. Throws LC915 when the folder cannot be written to.
 */
export async function schema(
  terminal: Terminal,
  options: { readonly project: string | undefined; readonly out: string },
): Promise<ExitCode> {
  const root = findRoot(terminal, options.project);
  const { project, diagnostics, sources } = readProject(root);
  if (project === null) {
    const texts = new Map(sources.map(({ path, text }) => [path, text]));
    const findings = {
      diagnostics,
      sources: (file: string) => texts.get(file) ?? null,
      summary: { files: texts.size },
    };
    printFindings(terminal, root, findings, []);
    return 1;
  }
  const folder = resolve(root, options.out);
  const schemas = nameSchemas(projectNames(project));
  try {
    mkdirSync(folder, { recursive: true });
    for (const [file, text] of schemas) writeFileSync(join(folder, file), text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LifecycleError('LC915', `cannot write the schemas: ${reason}`, ['name another folder with --out'], 3, {
      cause,
    });
  }
  const fromCampaigns = relative(join(root, 'campaigns'), folder).replaceAll('\\', '/');
  terminal.out(
    `${schemas.size} schemas in ${relative(terminal.cwd, folder) || '.'}. Editors use them in campaigns that begin with:\n\n` +
      `  # yaml-language-server: $schema=${fromCampaigns}/campaign.schema.json\n`,
  );
  return 0;
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkProject } from '../../src/check/check-project.js';
import { settleFindings } from '../../src/check/findings/settle-findings.js';
import type { Project } from '../../src/model/project.js';
import { readProject } from '../../src/read/read-project.js';
import type { Findings } from '../../src/report/diagnostics/findings.js';

/** Reads files that are sound in shape as a project. */
export function readFiles(files: Readonly<Record<string, string>>): Project {
  const project = inFolder(files, (root) => readProject(root).project);
  if (project === null) throw new Error('the files cannot be read');
  return project;
}

/** Writes files into a folder of their own, reads, checks and settles them as a project, and takes the folder away. */
export function checkFiles(files: Readonly<Record<string, string>>): Findings {
  return inFolder(files, (root) => {
    const { project, diagnostics, sources, ignores } = readProject(root);
    const texts = new Map(sources.map(({ path, text }) => [path, text]));
    return {
      diagnostics: settleFindings([...diagnostics, ...(project === null ? [] : checkProject(project))], {
        project,
        ignores,
        baseline: {},
      }).diagnostics,
      sources: (file) => texts.get(file) ?? null,
      summary: { files: sources.length },
    };
  });
}

function inFolder<T>(files: Readonly<Record<string, string>>, use: (root: string) => T): T {
  const root = mkdtempSync(join(tmpdir(), 'lifecycle-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

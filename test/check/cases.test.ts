import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleProject } from '../../src/check/example/example-project.js';
import { summarizeFindings } from '../../src/report/diagnostics/summary.js';
import { printText } from '../../src/report/diagnostics/text.js';
import { checkFiles } from './read-files.js';

const folder = 'test/check/cases';

/** The files of a case, laid over the example project. */
function filesOf(name: string): Record<string, string> {
  const root = join(folder, name);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path !== 'expected.txt' && statSync(join(root, path)).isFile(),
  );
  const own = paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(root, path), 'utf8')]);
  return { ...exampleProject, ...Object.fromEntries(own) };
}

describe('what a broken project is told', () => {
  it.each(readdirSync(folder).sort())('%s', async (name) => {
    const findings = checkFiles(filesOf(name));
    for (const { span } of findings.diagnostics) expect(findings.sources(span.file), span.file).not.toBeNull();
    const text = `${printText(findings, { color: false })}\n${summarizeFindings(findings)}\n`;
    await expect(text).toMatchFileSnapshot(`cases/${name}/expected.txt`);
  });
});

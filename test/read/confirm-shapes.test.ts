import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CampaignFile } from '../../src/model/campaign-file.js';
import type { Project } from '../../src/model/project.js';
import { confirmShapes } from '../../src/read/confirm-shapes.js';
import { readProject } from '../../src/read/read-project.js';
import { openShapeMemory } from '../../src/read/shape-memory.js';
import { CAMPAIGN, CONFIG, withFiles } from './project-files.js';

/** The project with a campaign that has not the shape of one: what only a mistake of ours could bring about. */
function misread(project: Project): Project {
  const campaigns = project.campaigns.map((one) => ({ ...one, node: { name: 7 } as unknown as CampaignFile }));
  return { ...project, campaigns };
}

test('a file is judged again as soon as anything of it is other than when it was confirmed', () => {
  const files = { 'lifecycle.config.yaml': CONFIG, 'campaigns/welcome.yaml': CAMPAIGN };
  const confirm = (root: string, project: Project): void =>
    confirmShapes(project, openShapeMemory(join(root, 'cache')));
  withFiles(files, (root) => {
    const project = readProject(root).project!;
    expect(() => confirm(root, misread(project))).toThrow('campaigns/welcome.yaml has the shape');
    expect(() => confirm(root, misread(project))).toThrow();
    confirm(root, project);
    // Vouched for by its text, and so not looked at.
    expect(() => confirm(root, misread(project))).not.toThrow();
    const edited = project.sources.map((source) => ({ ...source, sha256: source.sha256.replace(/^./, 'x') }));
    expect(() => confirm(root, misread({ ...project, sources: edited }))).toThrow('campaigns/welcome.yaml');
  });
});

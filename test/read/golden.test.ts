import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readProject } from '../../src/read/read-project.js';
import { printFindings, readCase, withFiles } from './project-files.js';

const folder = new URL('cases/', import.meta.url);

describe('every case says exactly what is wrong, where, and how to mend it', () => {
  for (const file of readdirSync(folder).sort()) {
    test(file.replace(/\.txt$/, ''), () => {
      const { files, findings } = readCase(new URL(file, folder).pathname);
      expect(printFindings(withFiles(files, (root) => readProject(root).diagnostics))).toBe(findings);
    });
  }
});

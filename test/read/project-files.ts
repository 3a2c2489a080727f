import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '../../src/model/diagnostic.js';

/** Files by path; a test's project. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A configuration that nothing is wrong with. */
export const CONFIG = `project: acme
timezone: Europe/Berlin
data: {profiles: profiles.csv, events: events.csv}
identity: {id: id, email: email}
topics: {offers: {label: Offers, consent: consent_offers}}
`;

/** A campaign that nothing is wrong with. */
export const CAMPAIGN = `name: Welcome
goal: Say hello
kpi: {metric: order_rate, window: 5d}
triggers: [{event: account_created}]
steps:
  - id: hello
    delay: 1d
    email: {template: welcome/hello, topic: offers}
`;

/** Writes files into a folder of their own for as long as `use` runs. */
export function withFiles<T>(files: Files, use: (root: string) => T): T {
  const root = mkdtempSync(join(tmpdir(), 'lifecycle-read-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    return use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** One line for each finding, as the golden files have it. */
export function printFindings(diagnostics: readonly Diagnostic[]): string {
  const place = ({ span }: { span: Diagnostic['span'] }) => `${span.start.line}:${span.start.column}`;
  return diagnostics
    .map((one) => {
      const more = [
        ...(one.label ? [`  ^ ${one.label}`] : []),
        ...(one.related ?? []).map((related) => `  ${related.span.file}:${place(related)} ${related.label}`),
        ...(one.help ?? []).map((help) => `  = ${help}${one.fix?.safe && one.fix.title === help ? ' [safe fix]' : ''}`),
      ];
      return [`${one.span.file}:${place(one)} ${one.code} ${one.message}`, ...more].join('\n');
    })
    .join('\n');
}

/** A golden file: `=== path` before each file (`{{U+00A0}}` stands for that character), then `=== findings`. */
export function readCase(path: string): { readonly files: Files; readonly findings: string } {
  const parts = readFileSync(path, 'utf8')
    .split(/^=== (.+)\n/m)
    .slice(1);
  const files: Record<string, string> = { 'lifecycle.config.yaml': CONFIG };
  for (let i = 0; i < parts.length; i += 2) {
    files[parts[i]!] = parts[i + 1]!.replace(/\{\{U\+([0-9A-F]{4})\}\}/g, (_, code) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
  }
  const { findings = '', ...rest } = files;
  return { files: rest, findings: findings.trimEnd() };
}

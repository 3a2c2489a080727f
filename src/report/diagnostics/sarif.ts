import type { Diagnostic, Fix } from '../../model/diagnostic.js';
import type { Span } from '../../model/span.js';
import { type Findings, helpOf, inReadingOrder, worstFirst } from './findings.js';
import { fingerprintAll } from './fingerprint.js';

/** What there is to say about a rule, for readers who do not have lifecycle at hand. */
export interface RuleText {
  readonly code: string;
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** Paragraphs parted by empty lines. */
  readonly docs: string;
  /** `warning`, or nothing else than an error. */
  readonly severity?: string;
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** GitHub refuses a run with more results, and a description that is longer; of other places it keeps so many. */
const MOST_RESULTS = 25_000;
const LONGEST = 1024;
const MOST_PLACES = 100;

/** The findings as a SARIF 2.1.0 log with the texts of the rules that speak, ended by a line break; of more than 25,000 the worst. `version` is lifecycle's own. */
export function printSarif(
  findings: Findings,
  options: { readonly version: string; readonly rules: readonly RuleText[] },
): string {
  const diagnostics = inReadingOrder(worstFirst(findings.diagnostics).slice(0, MOST_RESULTS));
  const prints = fingerprintAll(diagnostics, findings.sources);
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const rules = codes.map((code) => {
    const text = options.rules.find((rule) => rule.code === code);
    const name = diagnostics.find((one) => one.code === code)?.name ?? code;
    return describe(text ?? { code, name, summary: name, docs: name });
  });
  const results = diagnostics.map((one) => result(one, codes.indexOf(one.code), prints.get(one) ?? ''));
  const driver = { name: 'lifecycle', version: options.version, rules };
  const run = { tool: { driver }, columnKind: 'unicodeCodePoints', results };
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, null, 2)}\n`;
}

function describe({ code, name, summary, docs, severity }: RuleText): object {
  return {
    id: code,
    name,
    shortDescription: { text: summary },
    fullDescription: { text: `${summary} ${docs.split('\n\n')[0] ?? ''}`.slice(0, LONGEST) },
    defaultConfiguration: { level: severity === 'warning' ? 'warning' : 'error' },
    help: { text: docs, markdown: `**${code} ${name}**: ${summary}\n\n${docs}\n\n\`lifecycle explain ${code}\`` },
  };
}

function result(diagnostic: Diagnostic, ruleIndex: number, fingerprint: string): object {
  const { code, severity, message, label, notes, related, span, fix } = diagnostic;
  const said = label === undefined || label === '' ? message : `${message} (${label})`;
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: [said, ...(notes ?? []), ...helpOf(diagnostic)].join('\n') },
    locations: [location(span)],
    ...(related === undefined || related.length === 0
      ? {}
      : {
          relatedLocations: related
            .slice(0, MOST_PLACES)
            .map((one, id) => ({ id, ...location(one.span), message: { text: one.label } })),
        }),
    // The first is the only one by which GitHub knows a finding again; a print is of one place already, so it is the first of its kind.
    partialFingerprints: { primaryLocationLineHash: `${fingerprint.slice(0, 16)}:1`, 'lifecycle/v1': fingerprint },
    ...(fix === undefined ? {} : { fixes: [describeFix(fix)] }),
  };
}

function location({ file, start, end }: Span): object {
  return { physicalLocation: { artifactLocation: artifact(file), region: region({ start, end }) } };
}

function artifact(file: string): object {
  // Half a character has no UTF-8, and so no place in an address.
  return {
    uri: file
      .replace(/\p{Cs}/gu, '\ufffd')
      .split('/')
      .map(encodeURIComponent)
      .join('/'),
    uriBaseId: '%SRCROOT%',
  };
}

function region({ start, end }: Pick<Span, 'start' | 'end'>): object {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function describeFix({ title, edits }: Fix): object {
  const files = [...new Set(edits.map(({ span }) => span.file))];
  return {
    description: { text: title },
    artifactChanges: files.map((file) => ({
      artifactLocation: artifact(file),
      replacements: edits
        .filter(({ span }) => span.file === file)
        .map(({ span, text }) => ({ deletedRegion: region(span), insertedContent: { text } })),
    })),
  };
}

// What is fuzzed: each subject takes a seed, makes its input, drives the built code with it, and gives what must not have happened.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { generateKeyPairSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { checkProject } from '../../dist/check/check-project.js';
import { tidyFinding } from '../../dist/check/findings/tidy-finding.js';
import { analyzeLiquid } from '../../dist/check/liquid/analyze-liquid.js';
import { explainCode } from '../../dist/check/explain.js';
import { rememberEmails } from '../../dist/commands/email-memory.js';
import { loadProject } from '../../dist/commands/load-project.js';
import { compilePlan } from '../../dist/compile/compile-plan.js';
import { hideLiquid } from '../../dist/compile/templates/hide-liquid.js';
import { rememberTemplates } from '../../dist/compile/templates/template-cache.js';
import { prepareMessages } from '../../dist/deliver/prepare-messages.js';
import { LifecycleError } from '../../dist/model/failure.js';
import { confirmShapes } from '../../dist/read/confirm-shapes.js';
import { normalizeText } from '../../dist/read/file-text.js';
import { NodeSpans } from '../../dist/read/node-spans.js';
import { parseYaml } from '../../dist/read/parse-yaml.js';
import { readText } from '../../dist/read/read-file.js';
import { readProject } from '../../dist/read/read-project.js';
import { readDkimKey } from '../../dist/render/dkim/read-key.js';
import { signAndVerify } from '../../dist/render/dkim/sign-and-verify.js';
import { openDuckdb } from '../../dist/warehouse/duckdb.js';
import { makeRandom, mutate } from './mutate.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'lifecycle-fuzz-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

function readFolder(root) {
  const paths = readdirSync(root, { recursive: true }).filter((path) => statSync(join(root, path)).isFile());
  return Object.fromEntries(paths.sort().map((path) => [path.replaceAll('\\', '/'), readFileSync(join(root, path), 'utf8')]));
}

const sound = join(ROOT, 'test/cases/ok');
const projects = [...readdirSync(sound).map((name) => readFolder(join(sound, name))), readFolder(join(ROOT, 'starter'))];
const templates = rememberTemplates({ get: () => null, put: () => undefined });

function textsOf(kind) {
  const isKind = kind === 'yaml' ? /\.yaml$/ : /^templates\/.*\.(?:mjml|liquid|txt)$/;
  return projects.flatMap((files) => Object.entries(files).filter(([path]) => isKind.test(path)).map(([path, text]) => ({ files, path, text })));
}
const corpora = { yaml: textsOf('yaml'), template: textsOf('template') };

function write(root, files) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

let folders = 0;
async function inFolder(files, act) {
  folders += 1;
  const root = join(work, String(folders));
  write(root, files);
  try {
    return await act(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const load = (root) =>
  loadProject(root, {}, null, { read: (standIn) => readProject(root, { standIn }), check: checkProject, templates, emails: rememberEmails() });

/** A damaged file of a sound project: findings with a place in a file of the project, or a plan. */
async function fuzzProject(kind, seed) {
  const random = makeRandom(seed);
  const { files, path, text } = random.pick(corpora[kind]);
  const others = corpora[kind].map((each) => each.text);
  const input = mutate(text, kind, random, others);
  return { name: path, input, problems: await tryProject({ ...files, [path]: input }) };
}

/** What is wrong with what the command line would say of a project. */
export function tryProject(files) {
  return inFolder(files, async (root) => {
    const loaded = await load(root);
    const problems = loaded.findings.diagnostics.slice(0, 300).flatMap((finding) => misplaced(finding, loaded.findings.sources, files));
    if (loaded.sound) {
      confirmShapes(loaded.project);
      compilePlan(loaded.project, loaded.templates, 'fuzz');
    } else if (loaded.findings.diagnostics.length === 0) problems.push('refused without a finding');
    return problems;
  });
}

function misplaced({ code, message, span, help = [] }, sources, files) {
  const problems = [];
  const say = (what) => problems.push(`${what}: ${span.file}:${span.start.line}:${span.start.column} [${code}] ${message.slice(0, 300)}`);
  if (!(span.file in files)) say('no file of the project');
  // What could not be read is not kept.
  const lines = (sources(span.file) ?? normalizeText(String(files[span.file] ?? ''))).split('\n');
  const line = lines[span.start.line - 1];
  if (line === undefined) say('no such line');
  else if (span.start.column < 1 || span.start.column > [...line].length + 1) say('no such column');
  if (span.end.offset < span.start.offset) say('ends before it begins');
  if (explainCode(code) === null) say('a code nobody explains');
  if (/\[object|undefined|Cannot read|call stack|is not a function|of null|at file:/.test(`${message} ${help.join(' ')}`)) say('words of ours');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
  if (/[\u0000-\u001f\u007f-\u009f]/.test(message)) say('a control character in the message');
  if (message.length > 1000) say(`a message of ${message.length} characters`);
  return problems;
}

/** A damaged YAML file by itself: a value, or findings inside the file. */
async function fuzzSyntax(seed) {
  const random = makeRandom(seed);
  const { path, text } = random.pick(corpora.yaml);
  const input = mutate(text, 'yaml', random, corpora.yaml.map((each) => each.text));
  const { source, problem } = readText(path, input);
  if (source === undefined) return { name: path, input, problems: misplaced(problem, () => null, { [path]: input }) };
  const { value, diagnostics } = parseYaml(source, new NodeSpans());
  const problems = diagnostics.map(tidyFinding).flatMap((finding) => misplaced(finding, () => source.text, { [path]: input }));
  if (diagnostics.length === 0) JSON.stringify(value);
  return { name: path, input, problems };
}

/** A damaged Liquid text by itself, as check and compile read it: what stands in it, or a place inside it. */
async function fuzzLiquid(seed) {
  const random = makeRandom(seed);
  const { path, text } = random.pick(corpora.template);
  const input = mutate(text, 'template', random, corpora.template.map((each) => each.text));
  const { source: read } = readText(path, input);
  if (read === undefined) return { name: path, input, problems: [] };
  const source = read.text;
  const { problem, variables, bare, unknownFilters, partials } = analyzeLiquid(source);
  const { findings } = hideLiquid(source);
  const places = [...(problem === null ? [] : [problem]), ...variables, ...bare, ...unknownFilters, ...partials, ...findings];
  const inside = ({ start, end }) => Number.isInteger(start) && start >= 0 && start <= end && end <= source.length;
  const problems = places.filter((place) => !inside(place)).map((place) => `outside of the text: ${JSON.stringify(place).slice(0, 300)}`);
  return { name: path, input, problems };
}

let shopPlan = null;
async function starterPlan() {
  if (shopPlan !== null) return shopPlan;
  const loaded = await load(join(ROOT, 'starter'));
  if (!loaded.sound) throw new Error('the starter is sound');
  shopPlan = compilePlan(loaded.project, loaded.templates, 'fuzz');
  return shopPlan;
}

const NOW = Date.UTC(2026, 2, 10);
const starterRows = { 'profiles.csv': readFileSync(join(ROOT, 'starter/data/profiles.csv'), 'utf8'), 'events.ndjson': readFileSync(join(ROOT, 'starter/data/events.ndjson'), 'utf8') };

/** The same rows as the other format has them. */
function asNdjson(csv) {
  const [header = '', ...lines] = csv.trimEnd().split('\n');
  return lines.map((line) => `${JSON.stringify(Object.fromEntries(header.split(',').map((name, i) => [name, line.split(',')[i]])))}\n`).join('');
}
function asCsv(ndjson) {
  const rows = ndjson.trimEnd().split('\n').map((line) => JSON.parse(line));
  const field = (value) => `"${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('"', '""')}"`;
  return `id,profile_id,name,time,properties\n${rows.map(({ id, profile_id, name, time, properties }) => [id, profile_id, name, time, properties].map(field).join(',')).join('\n')}\n`;
}

/** A damaged data file: every row is used or set aside with its reason and its place, or the whole is refused by name. */
async function fuzzRows(seed) {
  const random = makeRandom(seed);
  const format = random.pick(['csv', 'ndjson']);
  const isProfiles = random.chance(0.5);
  const file = `${isProfiles ? 'profiles' : 'events'}.${format}`;
  const own = isProfiles ? starterRows['profiles.csv'] : starterRows['events.ndjson'];
  const text = isProfiles === (format === 'csv') ? own : isProfiles ? asNdjson(own) : asCsv(own);
  const input = mutate(text, 'rows', random, [text]);
  return { name: file, input, problems: await tryRows(file, input) };
}

/** What is wrong with how a data file is taken in. */
export async function tryRows(file, input) {
  const plan = await starterPlan();
  const other = file.startsWith('profiles') ? 'events.ndjson' : 'profiles.csv';
  const data = file.startsWith('profiles') ? { profiles: [file], events: [other] } : { profiles: [other], events: [file] };
  return inFolder({ [file]: input, [other]: starterRows[other] }, async (root) => {
    const problems = [];
    let warehouse;
    try {
      warehouse = await openDuckdb({ ...plan, data: { ...plan.data, ...data } }, root, NOW);
    } catch (error) {
      if (!(error instanceof LifecycleError)) return [`threw ${error?.stack ?? error}`];
      if (!error.message.includes(file)) problems.push(`refused without naming the file: [${error.code}] ${error.message.slice(0, 300)}`);
      if (/[\s\S]\n[\s\S]*\n/.test(error.message) || error.message.length > 1500) problems.push(`a long message: ${error.message.slice(0, 300)}`);
      return problems;
    }
    try {
      const { quality } = warehouse;
      for (const part of [quality.profiles, quality.events])
        if (!(part.setAside >= 0 && part.setAside <= part.rows)) problems.push(`${part.setAside} of ${part.rows} rows set aside`);
      for (const { reason, count, samples } of quality.findings) {
        if (count < 1 || samples.length === 0 || samples.length > 10) problems.push(`"${reason}" ×${count} with ${samples.length} samples`);
        for (const sample of samples) {
          if (sample.length > 300) problems.push(`a sample of ${sample.length} characters: ${sample.slice(0, 80)}`);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
          if (/[\u0000-\u001f\u007f-\u009f\u202e]/.test(sample)) problems.push(`a control character in a sample: ${JSON.stringify(sample)}`);
        }
      }
      const ids = await warehouse.profileIds();
      if (new Set(ids).size !== ids.length) problems.push('a profile twice');
      const facts = await warehouse.facts(ids, NOW);
      if (facts.length !== ids.length) problems.push(`facts of ${facts.length} of ${ids.length} profiles`);
    } finally {
      await warehouse.close();
    }
    return problems;
  });
}

const { privateKey } = generateKeyPairSync('ed25519');
const key = readDkimKey(privateKey.export({ type: 'pkcs8', format: 'pem' }));

const NASTY = ['\r\nBcc: evil@x.test', '\n\n<script>', '"', "'", '<b>&', '\u202eevil', '=?utf-8?q?x?=', '👩‍👩‍👧', 'İıß', '\0', '\u2028', '{{ 7 | times: 7 }}', '{% raw %}', ',', ';', '@', '\\', '`', '\ud83d', 'a'.repeat(3000), ' '.repeat(500), 'א'.repeat(90), '.\r\n.\r\n', '\r\n.\r\n', '--=_', 'From ', '\t', '\u200b', '\u0301'.repeat(60), '%0d%0a', '&#13;', '\u00a0'];

/** Mails to people whose values are hostile: each has one recipient, the headers we meant and the words that were rendered, or it is held back. */
async function fuzzMail(seed) {
  const random = makeRandom(seed);
  const plan = await starterPlan();
  const value = () => Array.from({ length: 1 + random.below(3) }, () => random.pick([...NASTY, 'Ada', 'x'])).join(random.pick(['', ' ', 'a']));
  const email = () => (random.chance(0.5) ? 'ada@people.example' : random.pick([`${value()}@x.test`, `a@${value()}.test`, `"${value()}"@x.test`, `a@x.test${value()}`, 'пример@почта.рф', 'a@b', '"a b"@x.test', "o'neil+x@sub.x.test"]));
  const values = { email: email(), first_name: value(), country: value() };
  const name = JSON.stringify(values);
  const campaign = plan.campaigns[0];
  const templateId = random.pick(Object.keys(plan.templates));
  const message = {
    ...{ id: 'a'.repeat(26), campaign: campaign.id, step: 'hello', profileId: value(), occasion: 'event:e', entryKey: 'event:e', occurrence: 0, channel: 'email' },
    ...{ topic: Object.keys(plan.topics)[0], transactional: true, template: templateId, subject: random.chance(0.3) ? 'For {{ profile.first_name | default: "you" }}' : null, incentive: null, variant: null },
    ...{ priority: 0, dueAt: NOW, sendAt: NOW, validUntil: NOW + 1e9, event: { order_id: value(), value: 1, source: value() }, plan: plan.hash, body: null },
    ...{ status: 'claimed', withheldBy: null, notBefore: NOW, attempts: 0, firstAttemptAt: null, endedAt: null, outcome: null },
  };
  const attributes = Object.assign(Object.create(null), Object.fromEntries(Object.keys(plan.attributes).map((each) => [each, null])), values, { consent_offers: true });
  const facts = { profileId: message.profileId, attributes, zone: 'UTC', locale: null, email: values.email, emailProblem: null, phone: null, phoneProblem: null, events: [] };
  let rendered = null;
  const workshop = {
    plan,
    warehouse: { facts: async () => [facts], lookUp: async () => new Map() },
    ledger: { secret: () => new Uint8Array(32), standings: (people) => people.map(() => ({ suppressions: [], handedOver: [] })), histories: () => [] },
    codes: { has: () => false, codeFor: () => null, shortage: () => new Map() },
    env: { SMTP_URL: 'smtp://127.0.0.1:1' },
    // Throws when it cannot verify what it signed.
    sign: signAndVerify([{ domain: 'my-shop.example', selector: 'fuzz', key }]),
    clock: () => NOW + 12 * 3_600_000,
    render: async (jobs) => {
      const { renderMessage } = await import('../../dist/render/render-message.js');
      // As it is read, beside the bytes that are made another way.
      rendered = jobs.map(({ toSend, ...job }) => renderMessage(job));
      return jobs.map((job) => renderMessage(job));
    },
  };
  const prepared = (await prepareMessages(workshop)([message])).get(message.id);
  if (prepared.kind !== 'parcel') {
    const problems = prepared.kind === 'drop' || prepared.kind === 'wait' ? [] : [`a ${prepared.kind}`];
    return { name, input: Buffer.from(name), problems, held: prepared.reason };
  }
  const { bytes, to } = await prepared.build(NOW);
  const { parts } = rendered[0];
  const problems = [];
  const head = bytes.toString('latin1').split('\r\n\r\n')[0];
  if (/(?:^|[^\r])\n|\r(?!\n)/.test(bytes.toString('latin1'))) problems.push('a line end that is none');
  if (bytes.toString('latin1').split('\r\n').some((line) => line.length > 998)) problems.push('a line of more than 998 bytes');
  const names = [...head.matchAll(/^([\w-]+):/gm)].map(([, each]) => each.toLowerCase());
  for (const each of ['to', 'from', 'subject', 'date', 'message-id']) if (names.filter((one) => one === each).length !== 1) problems.push(`${each} ${names.filter((one) => one === each).length} times`);
  if (names.includes('bcc') || names.includes('cc')) problems.push('a header nobody wrote');
  if (to !== values.email) problems.push(`to ${to}`);
  const mail = await PostalMime.parse(bytes);
  const squeezed = (text) => text.replace(/\s+/g, ' ').trim();
  if (mail.to?.length !== 1) problems.push(`${mail.to?.length} recipients`);
  if (squeezed(mail.subject ?? '') !== squeezed(parts.subject.toWellFormed?.() ?? parts.subject)) problems.push(`subject ${JSON.stringify(mail.subject)} of ${JSON.stringify(parts.subject)}`);
  if (squeezed(mail.text ?? '') !== squeezed(parts.text)) problems.push('another text than was rendered');
  if (squeezed(mail.html ?? '') !== squeezed(parts.html)) problems.push('another HTML than was rendered');
  return { name, input: Buffer.from(name), problems };
}

/** By name: what is tried with the input that a seed makes. */
export const SUBJECTS = {
  yaml: (seed) => fuzzProject('yaml', seed),
  template: (seed) => fuzzProject('template', seed),
  rows: fuzzRows,
  mail: fuzzMail,
  syntax: fuzzSyntax,
  liquid: fuzzLiquid,
};

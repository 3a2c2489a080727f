import { createReadStream, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { convert } from 'html-to-text';
import nodemailer from 'nodemailer';
import { decideTick } from '../../dist/commands/decide-tick.js';
import { thisMachine } from '../../dist/commands/this-machine.js';
import { openSmtp } from '../../dist/deliver/channels/smtp.js';
import { openCodePools } from '../../dist/deliver/code-pools.js';
import { deliver } from '../../dist/deliver/deliver.js';
import { openLanes } from '../../dist/deliver/lanes.js';
import { prepareMessages } from '../../dist/deliver/prepare-messages.js';
import { openRenderRoom } from '../../dist/deliver/render-room.js';
import { openSqliteLedger } from '../../dist/ledger/sqlite.js';
import { bindKeys } from '../../dist/render/template-needs.js';
import { openDuckdb } from '../../dist/warehouse/duckdb.js';
import { DUE } from './letters-project.mjs';
import { leastRecord } from './least-record.mjs';
import { plainLiquid } from './plain-liquid.mjs';
import { rememberOnly } from './remember-only.mjs';

// One way of sending in a process of its own: `sending.mjs` starts it with the way's name, the project, the server and how many. A fifth is sent before the clock starts. Prints one line of JSON.
const [way, folder, port, words, connectionsWord = '5'] = process.argv.slice(2);
const count = Number(words);
const connections = Number(connectionsWord);
const warm = Math.floor(count / 5);
const plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'));
const ways = { ours, least: () => ours((ledger) => leastRecord(ledger, join(folder, 'least.db'))), unrecorded: () => ours(rememberOnly), wire, competent, naive };
let began = 0;
let cpu = process.cpuUsage();
let sent = 0;
let bytes = 0;

await ways[way]();

function start() {
  began = performance.now();
  cpu = process.cpuUsage();
}

function tell() {
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  if (sent !== count) throw new Error(`${sent} of ${count} were sent`);
  console.log(JSON.stringify({ rate: (count - warm) / seconds, cpu: (user + system) / 1000 / (count - warm), megabytes: process.resourceUsage().maxRSS / 1024, bytes }));
}

function sentOne() {
  sent += 1;
  if (sent === warm) start();
  if (sent === count) tell();
}

/** As a run does it: claimed from a ledger on disk, checked, rendered, handed over and recorded; from one that writes the least down, or nothing. */
async function ours(recording = (ledger) => ledger) {
  const ledger = openSqliteLedger(join(folder, 'ledger.db'), thisMachine);
  const warehouse = await openDuckdb(plan, folder, DUE);
  const { render, close } = openRenderRoom(thisMachine);
  const smtp = openSmtp(`smtp://127.0.0.1:${port}`);
  const fence = ledger.acquire({ host: thisMachine.host, pid: process.pid, ttl: 600_000 }, DUE);
  const signal = new AbortController().signal;
  for (const tick of [DUE - 86_400_000, DUE]) await decideTick({ plan, warehouse, ledger, fence, interrupted: signal }, tick);
  const opened = Date.now();
  const clock = () => DUE + Date.now() - opened;
  const codes = openCodePools(plan, folder, ledger);
  const prepare = prepareMessages({ plan, warehouse, ledger, codes, env: {}, sign: null, clock, render });
  let last = 0;
  const onProgress = (sofar) => {
    for (; last < sofar.sent; last++) sentOne();
  };
  const measured = {
    hand: (parcel, leave, next) => {
      bytes ||= parcel.bytes.length;
      return smtp.hand(parcel, leave, next);
    },
    close: smtp.close,
  };
  await deliver({ ledger: recording(ledger), fence, way: measured, machine: thisMachine, clock, prepare, parallel: connections, signal, onProgress });
  await smtp.close();
  await close();
  await warehouse.close();
  ledger.close();
  for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `ledger.db${end}`), { force: true });
}

/** One finished message again and again, with leave at once and nothing recorded: what the wire costs. */
async function wire() {
  const message = readFileSync(join(folder, 'message.eml'));
  bytes = message.length;
  const smtp = openSmtp(`smtp://127.0.0.1:${port}`);
  const parcels = Array.from({ length: count }, (_, i) => ({ channel: 'email', id: `m${i}`, from: 'a@shop.test', to: 'b@people.example', bytes: message }));
  const hand = async (parcel, next) => {
    const { kind } = await smtp.hand(parcel, () => Promise.resolve(), next);
    if (kind === 'accepted') sentOne();
  };
  await openLanes({ parallel: connections, signal: new AbortController().signal }).run(parcels, hand, (parcel) => parcel);
  await smtp.close();
}

/** As somebody writes it who knows what costs: everything compiled and parsed once, a pool of connections, no waiting for the one before. */
async function competent() {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: Number(port), ignoreTLS: true, pool: true, maxConnections: connections, maxMessages: Number.POSITIVE_INFINITY });
  const { lang, subject, html, text } = plan.templates.account[''];
  const plain = plainLiquid({ lang, escape: false });
  const escaping = plainLiquid({ lang, escape: true });
  const parsed = [plain.parse(bindKeys(subject)), escaping.parse(bindKeys(html)), plain.parse(bindKeys(text))];
  const under = new Set();
  for await (const person of people()) {
    const shown = plain.renderSync(parsed[0], person);
    const context = { ...person, message: { ...person.message, subject: shown } };
    const email = { ...envelope(person), subject: shown, html: escaping.renderSync(parsed[1], context), text: plain.renderSync(parsed[2], context) };
    const going = transport.sendMail(email).then(({ messageSize }) => {
      bytes = messageSize;
      under.delete(going);
      sentOne();
    });
    under.add(going);
    if (under.size >= 2 * connections) await Promise.race(under);
  }
  await Promise.all(under);
  transport.close();
}

/** As it is written in an afternoon: parsed and rendered for each, the text made from the HTML, a connection each, one after the other. MJML is compiled once all the same. */
async function naive() {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: Number(port), ignoreTLS: true });
  const { lang, subject, html } = plan.templates.account[''];
  const plain = plainLiquid({ lang, escape: false });
  const escaping = plainLiquid({ lang, escape: true });
  for await (const person of people()) {
    const shown = await plain.parseAndRender(bindKeys(subject), person);
    const body = await escaping.parseAndRender(bindKeys(html), { ...person, message: { ...person.message, subject: shown } });
    const { messageSize } = await transport.sendMail({ ...envelope(person), subject: shown, html: body, text: convert(body) });
    bytes = messageSize;
    sentOne();
  }
}

function envelope({ profile, message }) {
  return { from: 'Quiet Kettle <hello@letters.example>', to: { name: '', address: profile.email }, headers: { 'List-Unsubscribe': `<${message.unsubscribe_url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } };
}

/** What a sender of one's own reads: one line of JSON a person. */
async function* people() {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(join(folder, 'people.ndjson')) })) {
    if (number++ === count) return;
    yield JSON.parse(line);
  }
}

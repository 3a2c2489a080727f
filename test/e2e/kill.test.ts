import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, expect, it } from 'vitest';
import { seededRandom } from '../deliver/seeded-random.js';
import { ndjson, outcomeOf, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';
import { makeSmallShop, people, person, ping } from './small-shop.js';

const IDS = Array.from({ length: 1000 }, (_, i) => `p${i}`);
const KILLS = 20;

let project: TestProject | null = null;
let sink: Sink | null = null;
afterEach(async () => {
  await sink?.stop();
  project?.remove();
});

it('a run killed at 20 moments sends no message twice, loses none, and calls unknown only what was in hand', async () => {
  const random = seededRandom(7);
  project = makeSmallShop({
    profiles: people(IDS.map((id) => person(id))),
    events: ndjson(IDS.map((id) => ping(id, '2026-03-02T10:30:00Z'))),
  });
  sink = await startSink(project.root, { fsync: true });
  const ledger = join(project.root, '.lifecycle/inbox-ledger.db');
  await project.lifecycle(['build']);
  await project.lifecycle(['run', '--now', '2026-03-02T10:00Z', '--inbox', sink.url]);
  const tick = ['run', '--now', '2026-03-02T11:00Z', '--inbox', sink.url];
  const inHand = new Set<string>();
  for (let kill = 0; kill < KILLS; kill++) {
    const before = sink.accepted().length;
    const child = project.start(tick);
    const ended = outcomeOf(child);
    // One kill in five comes anywhere between the start and the first message; the others amid the sending.
    if (kill % 5 === 0) await wait(random() * 1500);
    else {
      const more = 5 + Math.floor(random() * 35);
      while (child.exitCode === null && sink.accepted().length < before + more) await wait(2);
      await wait(random() * 8);
    }
    child.kill('SIGKILL');
    await ended;
    expect(child.signalCode, 'it was still running').toBe('SIGKILL');
    for (const { profile_id } of messagesIn(ledger, 'handing_over')) inHand.add(profile_id);
  }
  const last = await project.lifecycle(tick);
  expect([0, 1]).toContain(last.code);

  const accepted = sink.accepted();
  const arrived = accepted.map(({ to }) => to.join().replace('@people.example', ''));
  expect(new Set(accepted.map(({ id }) => id)).size).toBe(accepted.length);
  expect(new Set(arrived).size).toBe(arrived.length);
  const sent = messagesIn(ledger, 'sent').map(({ profile_id }) => profile_id);
  const unknown = messagesIn(ledger, 'unknown').map(({ profile_id }) => profile_id);
  expect(sent.length + unknown.length).toBe(IDS.length);
  expect([...unknown].sort()).toEqual([...inHand].sort());
  // What the server took is sent or unknown; what is sent, the server took.
  const known = new Set(arrived);
  expect(sent.filter((id) => !known.has(id))).toEqual([]);
  const recorded = new Set([...sent, ...unknown]);
  expect(arrived.filter((id) => !recorded.has(id))).toEqual([]);
  expect(arrived.length).toBeGreaterThan(IDS.length - 5 * KILLS);

  const status = await project.lifecycle(['status', '--ledger', ledger]);
  expect(status.code).toBe(unknown.length > 0 ? 1 : 0);
  if (unknown.length > 0) expect(status.out).toContain('the server may have taken them');
}, 120_000);

function wait(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

function messagesIn(ledger: string, status: string): readonly { readonly profile_id: string }[] {
  if (!existsSync(ledger)) return [];
  const db = new Database(ledger);
  try {
    return db.prepare('SELECT profile_id FROM messages WHERE status = ?').all(status) as { profile_id: string }[];
  } finally {
    db.close();
  }
}

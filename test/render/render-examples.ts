import { compilePlan } from '../../src/compile/compile-plan.js';
import { compileTemplates } from '../../src/compile/templates/compile-templates.js';
import { rememberTemplates } from '../../src/compile/templates/template-cache.js';
import { makeEmail, resolveEmail } from '../../src/deliver/make-email.js';
import type { Facts } from '../../src/model/facts.js';
import type { LedgerMessage } from '../../src/model/message.js';
import type { CompiledTemplate, MessageAction, Plan, Step } from '../../src/model/plan.js';
import type { Value, ValueType } from '../../src/model/value.js';
import { readProject } from '../../src/read/read-project.js';
import { buildContext, type ContextInput } from '../../src/render/build-context.js';
import { type EncodedParts, encodeEmail, type RenderedParts, renderEmail } from '../../src/render/render-email.js';
import { templateNeeds } from '../../src/render/template-needs.js';

/** One email of a project as one person gets it, down to the bytes that are handed over. */
export interface ExampleEmail {
  /** `CAMPAIGN/STEP`, the language of the template unless it is the default one, and for whom: unlike any other. */
  readonly name: string;
  readonly promotional: boolean;
  readonly parts: RenderedParts;
  readonly bytes: Uint8Array;
}

/** Values by name for people of whom everything is known: of profiles, and of events. */
export type Known = Readonly<Record<string, Exclude<Value, null>>>;

/** A customer of the example shop. */
export const CUSTOMER: Known = {
  first_name: 'Maximiliane',
  product: 'Loam dripper 02, ceramic',
  category: 'brewers',
  order_number: 'QK-20417',
  order_id: 'o-20417',
  cart_id: 'c-81f3',
};

const DATE = Date.UTC(2026, 2, 2, 9, 5, 7);
const TYPICAL: Readonly<Record<ValueType, Exclude<Value, null>>> = {
  string: 'abc-123',
  number: 12.5,
  boolean: true,
  date: '1990-02-28',
  time: DATE,
};

const plans = new Map<string, Promise<Plan>>();

/** The plan of the project in a folder, compiled once; nothing is written there. */
export function compileFolder(root: string): Promise<Plan> {
  const plan = plans.get(root) ?? compileAnew(root);
  plans.set(root, plan);
  return plan;
}

async function compileAnew(root: string): Promise<Plan> {
  const { project } = readProject(root);
  if (project === null) throw new Error(`${root} cannot be read`);
  const cache = rememberTemplates({ get: () => null, put: () => {} });
  const { templates, diagnostics } = await compileTemplates(project, cache);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return compilePlan(project, templates, 'test');
}

/**
 * Every email of a plan in each of its languages: for somebody of whom everything is known, for somebody of whom nothing is known but what it cannot do without, and
 * once for each value that its template asks for and each rule of its blocks.
 */
export function renderExamples(plan: Plan, known: Known): readonly ExampleEmail[] {
  return plan.campaigns.flatMap((campaign) =>
    messagesOf(campaign.steps).flatMap(([step, action]) =>
      Object.entries(plan.templates[action.template] ?? {}).flatMap(([lang, template]) => {
        const rendered = new Map<string, ExampleEmail>();
        for (const [person, values, blocks] of peopleFor(plan, template, action.subject, known)) {
          const name = [`${campaign.id}/${step}`, lang, person].filter((part) => part !== '').join(' ');
          const email = render(plan, { campaign: campaign.id, step, action, template }, values, blocks, name);
          // A person who gets the same as another shows nothing more.
          const key = `${email.parts.subject}\n${email.parts.html}`;
          if (!rendered.has(key)) rendered.set(key, email);
        }
        return [...rendered.values()];
      }),
    ),
  );
}

function messagesOf(steps: readonly Step[]): readonly (readonly [step: string, action: MessageAction])[] {
  return steps.flatMap(({ id, action }) => {
    if (action.kind === 'message') return action.channel === 'email' ? [[id, action] as const] : [];
    if (action.kind === 'branch') return action.branches.flatMap((branch) => messagesOf(branch.steps));
    if (action.kind === 'split') return action.variants.flatMap((variant) => messagesOf(variant.steps));
    return action.kind === 'wait_for' ? messagesOf([...action.met, ...action.otherwise]) : [];
  });
}

/** Values by where they stand: `profile.first_name`, `event.sku`. */
type Values = Readonly<Record<string, Value>>;
type Blocks = Readonly<Record<string, number>>;

function peopleFor(
  plan: Plan,
  template: CompiledTemplate,
  subject: string | null,
  known: Known,
): readonly (readonly [person: string, values: Values, blocks: Blocks])[] {
  const liquid = [subject ?? template.subject, template.html].join('\n');
  const everything: Record<string, Value> = {};
  for (const [, path = ''] of liquid.matchAll(/\b((?:profile|event)\.\w+(?:\.\w+)?)/g)) {
    const name = path.slice(path.indexOf('.') + 1);
    everything[path] = known[name] ?? TYPICAL[typesOf(plan)[name] ?? 'string'];
  }
  const chosen = templateNeeds(template, subject).blocks;
  const asked = [...liquid.matchAll(/\b((?:profile|event)\.\w+) == (?:"([^"]*)"|'([^']*)')/g)];
  return [
    ['complete', everything, Object.fromEntries(chosen.map((id) => [id, 0]))],
    ['minimal', {}, Object.fromEntries(chosen.map((id) => [id, plan.blocks[id]!.rules.length - 1]))],
    ...asked.map(
      ([, path = '', a, b]) =>
        [a ?? b ?? '', { ...everything, [path]: a ?? b ?? '' }, {}] satisfies [string, Values, Blocks],
    ),
    ...chosen.flatMap((id) =>
      plan.blocks[id]!.rules.map(
        ({ partial }, rule) => [`${partial} ${rule}`, everything, { [id]: rule }] satisfies [string, Values, Blocks],
      ),
    ),
  ];
}

function typesOf(plan: Plan): Readonly<Record<string, ValueType>> {
  const properties = Object.values(plan.events).flatMap((each) => Object.entries(each));
  const attributes = [...Object.entries(plan.attributes), ...Object.entries(plan.traits)];
  return Object.fromEntries([...properties, ...attributes.map(([name, { type }]) => [name, type] as const)]);
}

function render(
  plan: Plan,
  {
    campaign,
    step,
    action,
    template,
  }: { campaign: string; step: string; action: MessageAction; template: CompiledTemplate },
  values: Values,
  blocks: Blocks,
  name: string,
): ExampleEmail {
  const types = typesOf(plan);
  const under = (root: string, all: Values) => ({
    values: Object.fromEntries(
      Object.entries(all).flatMap(([path, value]) => (path.startsWith(root) ? [[path.slice(root.length), value]] : [])),
    ),
    types,
  });
  const unsubscribeUrl = `https://mail.shop.example/u/${'x'.repeat(75)}`;
  const contextOf = (all: Values): ContextInput => ({
    project: { name: plan.project },
    campaign: { id: campaign, name: campaign },
    step: { id: step },
    profile: under('profile.', all),
    event: under('event.', all),
    message: { id: 'm', unsubscribeUrl, viewUrl: 'https://mail.shop.example/v/x' },
    content: { blocks, catalogs: {}, keys: {}, code: 'QUIET-7F2K' },
    zone: 'Europe/Berlin',
  });
  let all = values;
  for (;;) {
    const input = { template, subject: action.subject, context: buildContext(contextOf(all)) };
    const result = renderEmail(input);
    const encoded = encodeEmail(input);
    if ('ok' in result && 'ok' in encoded)
      return { name, parts: result.ok, ...finish(plan, campaign, step, action, encoded.ok, unsubscribeUrl) };
    const problem = 'problem' in result ? result.problem : 'it is not encoded';
    // What it cannot do without is given to whoever has nothing.
    const [, missing = ''] = /((?:profile|event)\.\w+(?:\.\w+)?) is unknown$/.exec(problem) ?? [];
    if (missing === '' || missing in all) throw new Error(`${name}: ${problem}`);
    all = { ...all, [missing]: TYPICAL[types[missing.slice(missing.indexOf('.') + 1)] ?? 'string'] };
  }
}

function finish(
  plan: Plan,
  campaign: string,
  step: string,
  action: MessageAction,
  parts: EncodedParts,
  unsubscribeUrl: string,
): Omit<ExampleEmail, 'name' | 'parts'> {
  const transactional = plan.topics[action.topic]?.transactional === true;
  const channel = resolveEmail(plan.channels.email!, {});
  const message = { id: 'abcdefgh', campaign, step, topic: action.topic, transactional } as LedgerMessage;
  const facts = { email: 'ann@people.example' } as Facts;
  const draft = { message, facts, template: null as never, subject: null };
  const parcel = makeEmail(plan, channel, draft, parts, unsubscribeUrl, null);
  if (parcel.kind !== 'parcel') throw new Error(`${campaign}/${step}: ${JSON.stringify(parcel)}`);
  const built = parcel.build(DATE);
  if (built instanceof Promise || built.channel !== 'email') throw new Error('an email is built as one');
  return { promotional: !transactional, bytes: built.bytes };
}

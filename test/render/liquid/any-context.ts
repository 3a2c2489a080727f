const WORDS = [
  'Ada',
  'Zoë O’Neil',
  '<script>alert("x")</script>',
  'a & b',
  '',
  ' ',
  "it's",
  '{{ 1 }}',
  '\u{1f600}',
  'x'.repeat(300),
];
const OTHER = [
  '2026-03-29',
  '2026-03-29T02:30',
  'https://acme.example/?a=1&b=2',
  'javascript:alert(1)',
  'beans',
  'kettles',
  'a\r\nb',
];
const NUMBERS = [0, 1, -1, 3, 19.99, 1234567.891, 1e21];

/** A person and a moment: for each name that the text asks for, something that data may hold, or nothing. */
export function anyContext(source: string, random: () => number): Record<string, unknown> {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const value = (): unknown => {
    const kind = random();
    if (kind < 0.45) return pick(WORDS);
    if (kind < 0.65) return pick(OTHER);
    return kind < 0.85 ? pick(NUMBERS) : random() < 0.5;
  };
  const none = (): Record<string, unknown> => Object.create(null);
  const context: Record<string, Record<string, unknown>> = {
    ...{ project: none(), campaign: none(), step: none(), profile: none(), event: none() },
    ...{ message: none(), blocks: none(), incentive: none(), catalogs: none(), keys: none() },
  };
  for (const [, root = '', name = '', part] of source.matchAll(/\b(\w+)\.(\w+)(?:\.(\w+))?/g)) {
    const owner = context[root];
    if (owner === undefined || root === 'catalogs' || random() < 0.12) continue;
    if (part === undefined) owner[name] ??= value();
    else
      owner[name] = Object.assign(typeof owner[name] === 'object' ? { ...owner[name] } : none(), { [part]: value() });
  }
  for (const [, id = ''] of source.matchAll(/blocks\["([^"]+)"\]/g)) context.blocks![id] = Math.floor(random() * 5) - 1;
  for (const [, catalog = '', key = '', column = ''] of source.matchAll(/catalogs\.(\w+)\[([^\]]*)\]\.(\w+)/g)) {
    const [root = '', name = ''] = key.split('.');
    const shown = /^["']/.test(key) ? key.slice(1, -1) : String(context[root]?.[name] ?? '');
    context.keys![key] = shown;
    context.catalogs![catalog] ??= none();
    const rows = context.catalogs![catalog] as Record<string, Record<string, unknown>>;
    if (random() < 0.85) rows[shown] = Object.assign(rows[shown] ?? none(), { [column]: value() });
  }
  return context;
}

/** A piece that an editor puts in, with `$1`, `$2`, … where it waits for words. */
interface Snippet {
  readonly label: string;
  readonly description: string;
  readonly body: object;
}

const email = { template: '$2', topic: '$3' };
const steps: readonly Snippet[] = [
  {
    label: 'email',
    description: 'a message by email, some time after the step before',
    body: { id: '$1', delay: '${4:1d}', email },
  },
  {
    label: 'branch',
    description: 'one way for some, another for everybody else',
    body: {
      id: '$1',
      branch: [
        { when: { segment: '$2' }, steps: [{ id: '$3', email: { template: '$4', topic: '$5' } }] },
        { steps: [{ id: '$6', email: { template: '$7', topic: '$5' } }] },
      ],
    },
  },
  {
    label: 'split',
    description: 'two ways by chance, to learn which is better',
    body: {
      id: '$1',
      split: [
        { variant: '${2:plain}', weight: '50%', steps: [{ id: '$3', email: { template: '$4', topic: '$5' } }] },
        { variant: '$6', weight: '50%', steps: [{ id: '$7', email: { template: '$8', topic: '$5' } }] },
      ],
    },
  },
  {
    label: 'wait_for',
    description: 'wait for an event, and go another way without it',
    body: {
      id: '$1',
      wait_for: { event: '$2', within: '${3:3d}', otherwise: [{ id: '$4', email: { template: '$5', topic: '$6' } }] },
    },
  },
  { label: 'exit', description: 'the end for whoever comes here', body: { id: '$1', exit: '$2' } },
];

const triggers: readonly Snippet[] = [
  { label: 'event', description: 'when something happens', body: { event: '$1' } },
  {
    label: 'abandoned',
    description: 'when something happens, and something else does not follow',
    body: { event: '$1', unless: { event: '$2', within: '${3:30m}' } },
  },
  { label: 'enters', description: 'when somebody comes into a segment', body: { enters: { segment: '$1' } } },
  {
    label: 'inactive',
    description: 'when something has not happened for long',
    body: { inactive: { event: '$1', for: '${2:45d}' } },
  },
  {
    label: 'date',
    description: 'when a day of the profile comes',
    body: { date: '$1', repeat: 'yearly', at: '${2:09:00}' },
  },
  { label: 'schedule', description: 'at fixed times', body: { schedule: '${1:0 9 * * tue}' } },
];

/** What editors offer as a whole, by schema file and the place in it, as a path of keys. */
export const SNIPPETS: Readonly<Record<string, Readonly<Record<string, readonly Snippet[]>>>> = {
  'campaign.schema.json': { '$defs step': steps, '$defs trigger': triggers },
};

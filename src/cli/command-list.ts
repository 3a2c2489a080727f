/** A command as `lifecycle --help` lists it. */
export interface ListedCommand {
  /** Its name, then what it is given. */
  readonly usage: string;
  readonly summary: string;
  readonly hasOptions: boolean;
}

/** Every command, in the order in which they are listed. */
export const COMMAND_LIST: readonly ListedCommand[] = [
  { usage: 'init [dir]', summary: 'make a project that already passes check', hasOptions: false },
  { usage: 'check', summary: 'find everything wrong, in one pass, with how to mend it', hasOptions: true },
  {
    usage: 'test [campaigns...]',
    summary: 'run the tests inside campaigns: a person, what happens to them, and the messages that must come of it',
    hasOptions: true,
  },
  {
    usage: 'build',
    summary: 'check, then write the plan: the same files give the same bytes; what is new goes into lifecycle.lock',
    hasOptions: true,
  },
  { usage: 'show [plan]', summary: 'read a plan back as sentences (default: dist/plan.json)', hasOptions: false },
  {
    usage: 'preview [campaigns...]',
    summary: 'one page that shows every message for every persona: in both widths, light and dark, as text and source',
    hasOptions: true,
  },
  { usage: 'docs', summary: 'what the project does, for people who read no YAML', hasOptions: true },
  {
    usage: 'diff',
    summary: 'what the edits in the files do to people: before, waiting in and past each changed step',
    hasOptions: true,
  },
  {
    usage: 'report-pr',
    summary: 'all that a reviewer must know of the edits, in one comment for the pull request',
    hasOptions: true,
  },
  {
    usage: 'dev',
    summary: 'show every message for every persona in the browser, and again whenever a file is saved',
    hasOptions: true,
  },
  {
    usage: 'run',
    summary: 'one tick: decide what is due and send it; without --send nothing leaves and .eml files are written',
    hasOptions: true,
  },
  {
    usage: 'status',
    summary: 'what is going on: people inside, messages sent, withheld, skipped, and what needs you',
    hasOptions: true,
  },
  {
    usage: 'census',
    summary: 'how many people stand where in the ledger, as numbers only: for lifecycle diff --census',
    hasOptions: true,
  },
  {
    usage: 'why <profile>',
    summary: "one person's story: from event to message, or to the reason there was none",
    hasOptions: true,
  },
  {
    usage: 'halt [name]',
    summary: 'stop the messages of a campaign or a CAMPAIGN/STEP, also in a run that is going on; alone: list',
    hasOptions: true,
  },
  { usage: 'resume <name>', summary: 'let go on what "halt" stopped', hasOptions: true },
  {
    usage: 'suppress [who...]',
    summary: 'nothing more goes to these profiles or addresses, whatever the data say; nothing takes it back',
    hasOptions: true,
  },
  {
    usage: 'resolve [messages...]',
    summary: 'say what became of messages whose answer was lost: they arrived, or they did not and go again',
    hasOptions: true,
  },
  {
    usage: 'doctor',
    summary: 'look at everything a run relies on: ledger, plan, data, secrets, time zones; writes nothing',
    hasOptions: true,
  },
  {
    usage: 'forget <profile>',
    summary: 'take everything about a person out of the ledger for good; nothing goes to them any more',
    hasOptions: true,
  },
  {
    usage: 'prune',
    summary:
      'take the words of what ended long ago out of the ledger; who got what stays, so that nothing is sent again',
    hasOptions: true,
  },
  {
    usage: 'export <profile>',
    summary: 'everything that is known of a person, from the ledger and the data, as JSON',
    hasOptions: true,
  },
  {
    usage: 'adopt',
    summary: 'let a ledger go on that was moved to another place, or restored from a backup',
    hasOptions: true,
  },
  {
    usage: 'rebuild',
    summary: 'make a new ledger from the journal of a damaged one, which is left as it is',
    hasOptions: true,
  },
  { usage: 'measure', summary: 'learn from the data what measuring needs', hasOptions: false },
  {
    usage: 'report [campaigns...]',
    summary: 'is it worth running? What people did who were sent to, against those held out, in numbers and in money',
    hasOptions: true,
  },
  {
    usage: 'explain [code...]',
    summary:
      'what a code such as LC103 means, why it matters and what to do; with --sql: what the data are asked for campaigns',
    hasOptions: true,
  },
  {
    usage: 'schema',
    summary: "write the JSON Schemas with this project's own names, for completion in editors",
    hasOptions: true,
  },
  {
    usage: 'demo',
    summary: 'a shop of 20,000 people: made, built, run for two weeks and sent into an inbox on this machine',
    hasOptions: true,
  },
];

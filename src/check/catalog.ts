import { templateCatalog } from './template-catalog.js';

/** A permanent code that no rule of `check` stands behind: found while compiling or running. */
export interface CatalogEntry {
  readonly code: string;
  readonly name: string;
  /** One sentence: what is found. */
  readonly summary: string;
  /** Why it matters and what to do; paragraphs parted by empty lines. */
  readonly docs: string;
  /** Given where the finding is, or can be, a warning. */
  readonly severity?: 'warning';
}

/** The codes of ignoring findings (LC190 on), of personas (LC233), of failing tests (LC408), of template compiling (LC505 on, LC7xx) and of running (LC9xx), in order. */
export const catalog: readonly CatalogEntry[] = [
  {
    code: 'LC190',
    name: 'unused-ignore',
    severity: 'warning',
    summary: 'A lifecycle-ignore comment ignores nothing.',
    docs: `What it was written for is mended, or it stands in the wrong place: it must stand right above the entry that the finding lies in. Left behind, it would one day hide something else. Take it away.`,
  },
  {
    code: 'LC191',
    name: 'bad-ignore',
    summary: 'A lifecycle-ignore comment cannot be followed.',
    docs: `It stands on a line of its own above what it is about, names the rule, and says why, for whoever reads it next year:

# lifecycle-ignore LC220: goes out with the spring campaign

In templates it is written {% comment %}lifecycle-ignore LC513: everybody on this list has a name{% endcomment %}, as HTML comments are sent to people.`,
  },
  {
    code: 'LC192',
    name: 'unknown-rule',
    summary: 'A rule is named that there is not.',
    docs: `Rules are named by their code (LC220) or name (unused-template), under "rules" in lifecycle.config.yaml and in lifecycle-ignore comments. "lifecycle explain LC220" tells what one means.`,
  },
  {
    code: 'LC193',
    name: 'fixed-rule',
    summary: 'A rule is to be ignored or lowered that cannot be.',
    docs: `An error means that the campaign cannot do what it says, or would harm the people it is sent to. No comment and no setting makes that untrue: mend what the finding says. Only warnings can be ignored, turned off, or raised to errors.`,
  },
  {
    code: 'LC194',
    name: 'rule-set-twice',
    summary: 'A rule has two settings.',
    docs: `A code and a name can mean the same rule: LC220 is unused-template. Only one of the two settings could count. Take one away.`,
  },
  {
    code: 'LC195',
    name: 'unmatched-path',
    severity: 'warning',
    summary: 'Rules are set for a path that no file has.',
    docs: `The files were moved, or the path is misspelt: the settings under it do nothing, and one day would be taken for granted. Paths are relative to lifecycle.config.yaml; * stands for a part of a name, and ** for any folders.`,
  },
  {
    code: 'LC233',
    name: 'message-held-back',
    severity: 'warning',
    summary: 'A persona would not get a message, for it cannot be made for them.',
    docs: `Every message is made for every persona of schemas/personas, as a run would. What shows a value that is not known of somebody is never sent with a gap: it is held back, and nobody hears of it but the log.

Give the value a default, {{ profile.first_name | default: 'there' }}, or write it in schemas/personas when everybody has it. Who is written without an address gets nothing, and that is no finding. A preview also has the persona "minimal" when no file has that name: of them only what is required is known.`,
  },
  {
    code: 'LC408',
    name: 'failed-test',
    summary: 'Something else comes of a test of a campaign than it expects.',
    docs: `"lifecycle test" shows what happens to the test's person, written as "expect" would write it. Every message must be expected, at its minute and in order; lines about skipped and deferred steps, exits and refusals must be true where they are written.

A test knows its own campaign alone: nobody is held out, and other campaigns use up no cap. In a campaign that begins when a message was received, its person got that message at the first moment that the test writes. Of a split it tries people until one is in the variant that the expected steps belong to; of the test of a message, one of the sample and one of the others, who gets the first variant a day after the test is over, for there is nobody to find a winner by. It looks 400 days ahead; by a schedule that people may enter again and again, only to the day after the last moment that the test writes; by a day that comes every year, not a second time after it.`,
  },
  ...templateCatalog,
  {
    code: 'LC900',
    name: 'asked-wrongly',
    summary: 'The command cannot do what it was asked.',
    docs: `There is no such project, code or option, or two options do not go together. The message says which; "lifecycle --help" and "lifecycle COMMAND --help" list what there is. Nothing was changed.`,
  },
  {
    code: 'LC901',
    name: 'stale-plan',
    summary: 'The plan is not what the files say, was changed by hand, or was replaced by another.',
    docs: `A run never guesses which of the two is meant. Run "lifecycle build" again, look at "lifecycle show", and run with the new plan.

The ledger remembers every plan that was in force. One that another has replaced since is most often an old file on a machine that was forgotten. When the edit was really taken back, say so: "lifecycle run --go-back" puts the older plan into force again, and the ledger remembers that somebody chose it.`,
  },
  {
    code: 'LC902',
    name: 'ledger-busy',
    summary: 'Another run holds the ledger.',
    docs: `Two runs that decide at the same time could send the same message twice, so one of them gives up. Nothing was sent twice. Try again when the other has ended; the hold of a crashed run ends by itself within minutes.`,
  },
  {
    code: 'LC903',
    name: 'provider-refused',
    summary: 'A mail server, or the receiver of calls, accepts nothing.',
    docs: `It cannot be reached, refuses the login or the key, or is not at this address. Messages that a server refuses for good are recorded as failed with its answer; those refused for now, and all that were to go by this channel after them, stay planned and are tried on the next run. Other channels go on. "lifecycle status" shows both.`,
  },
  {
    code: 'LC904',
    name: 'secret-missing',
    summary: 'A channel cannot be used: a secret or a setting of it is missing.',
    docs: `Addresses and passwords of channels are written as \${NAME} and read only when a message is handed over, so that no plan holds a secret. Set the variable that the message names, in the shell or in the scheduler's settings.`,
  },
  {
    code: 'LC905',
    name: 'clock-went-back',
    summary: 'The time of this run lies before the last one.',
    docs: `Deciding twice about the same hours could send the same thing again. Check the clock of the machine, or the time given with --now; a time after the last run is always fine.`,
  },
  {
    code: 'LC906',
    name: 'not-there-yet',
    summary: 'What the command needs has not been made yet.',
    docs: `A plan is made by "lifecycle build", a ledger by the first "lifecycle run --send". If it was made before, check the path: it is relative to the project.`,
  },
  {
    code: 'LC907',
    name: 'too-many-bad-rows',
    summary: 'More rows of the data are unusable than the project allows.',
    docs: `One bad row never stops the others, but many bad rows mean that an export went wrong, and deciding on half the data sends wrong things. The run stopped before sending; the rows and reasons are listed. Mend the export, or raise policies.max_bad_ratio on purpose.`,
  },
  {
    code: 'LC908',
    name: 'ledger-damaged',
    summary: 'The ledger cannot be read or written.',
    docs: `What cannot be recorded is not sent. When the disk is full or not writable, mend that and run again: nothing is lost or sent twice. When the file is damaged, keep a copy and restore the last good backup before the next run.`,
  },
  {
    code: 'LC909',
    name: 'foreign-ledger',
    summary: 'The file named as ledger is not one, is of a newer lifecycle, or is that of another project.',
    docs: `Going back to an older version, or starting over with an empty ledger, could send messages again. Name the right file under "ledger", or use the version that wrote it. A project keeps its name for as long as its ledger: messages are known by it.`,
  },
  {
    code: 'LC910',
    name: 'missing-data',
    summary: 'A data file is not there.',
    docs: `Without the profiles and events a run knows nothing about anybody, so it stops before it decides. Check the paths under "data" in lifecycle.config.yaml; they are relative to that file.`,
  },
  {
    code: 'LC911',
    name: 'unknown-data-kind',
    summary: 'It cannot be told what kind of file a data file is.',
    docs: `Its name says: .parquet, .csv, .ndjson or .jsonl, the last three also with .gz.`,
  },
  {
    code: 'LC912',
    name: 'bad-header',
    summary: 'The first line of a CSV file does not name its columns.',
    docs: `Every column has one name of its own.`,
  },
  {
    code: 'LC913',
    name: 'unreadable-data',
    summary: 'A data file is broken.',
    docs: `Often it was not written to its end. Write it again; nothing was decided on the half that could be read.`,
  },
  {
    code: 'LC914',
    name: 'missing-column',
    summary: 'A data file lacks a column that is needed.',
    docs: `Profiles need the column named by identity.id; events need profile_id, name and time, and may have id and properties.`,
  },
  {
    code: 'LC915',
    name: 'cannot-write',
    summary: 'A file that a command makes cannot be written.',
    docs: `The folder may not be written to, or the disk is full. Choose another folder, or mend that; "lifecycle init" never overwrites, so take away what it had already written before you try again.`,
  },
  {
    code: 'LC916',
    name: 'cannot-mend',
    summary: 'A file of the project cannot be rewritten.',
    docs: `"check --fix" and "check --write-baseline" write a file whole or not at all. Either it may not be written to, or it changed while it was being mended, or it lies outside the project behind a link. What was already mended stays so; run the command again.`,
  },
  {
    code: 'LC917',
    name: 'bad-baseline',
    summary: 'lifecycle.baseline.json cannot be read.',
    docs: `It is written by "lifecycle check --write-baseline" and not meant to be edited. When a merge has left its marks in it, write it again.`,
  },
  {
    code: 'LC918',
    name: 'unaccepted-change',
    summary: 'The plan changes something for people who are inside, in a way that nobody said is meant.',
    docs: `Between the plan that ran last and this one lies an edit that would send somebody a message twice, send one that must not be sent, or silently lose one, and there are people whom it concerns: the message lists each, with what resolves it. Nothing was decided or sent.

Most are resolved by saying what was meant, in the campaign's file: "moved" for a step whose id is another, "removed" for one that was taken away. What is meant as it stands is accepted there: "accepts: [{change: LC801, step: offer, reason: ..., until: 2026-12-31}]". Then run "lifecycle build" again. "lifecycle diff" shows the same before it is merged.`,
  },
  {
    code: 'LC919',
    name: 'nothing-to-compare',
    summary: 'There is nothing to compare the files with.',
    docs: `"lifecycle diff" compares the files with how they were where this branch and the default branch parted, as Git knows it; --against names another branch, tag or commit, a folder, or a plan that was built. It must be there, and pass "lifecycle check": without a plan of then, there is nothing to say.

On GitHub Actions, "actions/checkout" brings only the newest commit: give it "fetch-depth: 0".`,
  },
  {
    code: 'LC920',
    name: 'restored-ledger',
    summary: 'The ledger is an older copy of the one that was there, or another one.',
    docs: `Beside the ledger, in the file that ends in "-seen", and in the folder for the state of programs, it is written how far it had come. A backup that is put in its place does not know what was sent since, and would send it again; so nothing was sent.

Put the newer ledger back if you can. If it is lost, say "lifecycle adopt --restored": people go on in their journeys, but what came due before that moment is dropped with the reason "restored". Codes that were given away since the backup may be given again: take them out of the files. Whoever unsubscribed since then must be entered anew.

Back up the ledger alone, not the file beside it. To begin again with an empty ledger on purpose, take away that file, too.`,
  },
  {
    code: 'LC921',
    name: 'network-disk',
    summary: 'The ledger is on a network disk.',
    docs: `On NFS, SMB and the like neither locks nor writes can be relied on: two machines could send at once, or what was recorded could be lost. Keep the ledger on a local disk, or on a volume that only one machine has. Only Linux says what a folder is on; elsewhere it is yours to see to.`,
  },
  {
    code: 'LC922',
    name: 'moved-ledger',
    summary: 'The ledger was moved or copied here from another place.',
    docs: `A copied ledger and the one it was made from would each send everything to everybody. The same file is known again whatever its folder or its machine is called; this one is another file, or on another machine.

If it was moved and nothing runs on the old one any more, say "lifecycle adopt --moved", once. If it is a backup, say "lifecycle adopt --restored". A pipeline that keeps the ledger in a cache gives it a new place for each run: let it say "lifecycle adopt --moved" before "lifecycle run", and see to it that only one runs at a time.`,
  },
  {
    code: 'LC923',
    name: 'nothing-of-that-name',
    summary: 'A command names a campaign, a step, a topic or a message that is not there.',
    docs: `"lifecycle halt" and "lifecycle suppress" change what people get, so a name that fits nothing is refused, rather than that everybody believes something was stopped. Names are ids as "lifecycle show" prints them; messages are named as "lifecycle status" does.`,
  },
  {
    code: 'LC924',
    name: 'not-unknown',
    summary: 'A message is to be resolved of which it is known what became of it.',
    docs: `"lifecycle resolve" is for messages that "lifecycle status" calls unknown: the connection broke after the last byte, and nobody knows whether they arrived. Of every other message the ledger knows, and what it knows is not changed by hand.`,
  },
  {
    code: 'LC925',
    name: 'bad-codes',
    summary: 'A file of codes cannot be used.',
    docs: `Each code is given to one message and never again, so the file must be certain: its first line is "code", each other line one code, none twice (capitals do not tell codes apart, as people type them), none in two files. The run stopped before it decided anything; mend the line that the message names.`,
  },
  {
    code: 'LC926',
    name: 'bad-dkim-key',
    summary: 'Emails cannot be signed with a DKIM key.',
    docs: `Where channels.email.dkim names a key, no email leaves unsigned: receivers would take it for a forgery. So a key that cannot sign stops the run before anything is decided, and every signature is verified, as a receiver would, before its email is handed over.

A key is a private RSA key of 1024 to 4096 bits (2048 is right) or an Ed25519 key, without a password, as PEM (its line breaks may be written as \\n) or the base64 of it:

openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out dkim.pem
openssl genpkey -algorithm ed25519 -out dkim-ed25519.pem

Receivers find its public half in the DNS; "lifecycle doctor" tells the record of every key that can sign. It is a TXT record at SELECTOR._domainkey.DOMAIN that holds "v=DKIM1; k=rsa; p=" and the output of the first line, or "v=DKIM1; k=ed25519; p=" and that of the second:

openssl pkey -in dkim.pem -pubout -outform DER | openssl base64 -A
openssl pkey -in dkim-ed25519.pem -pubout -outform DER | tail -c 32 | openssl base64 -A

The domain must be that of the sender, or one above or below it. Not every receiver knows Ed25519, so sign with an RSA key too.`,
  },
  {
    code: 'LC930',
    name: 'system-refused',
    summary: 'The operating system refused to open, read, write or remove a file.',
    docs: `The message names the file and the reason: a full disk, a right that is missing, too many open files. Mend that and run the command again. A run that ends so has recorded all that it did, and what it did not send is still planned.`,
  },
  {
    code: 'LC940',
    name: 'lock-lacks-something',
    summary: 'lifecycle.lock lacks what this build would have to write into it.',
    docs: `lifecycle.lock says by what each campaign draws its holdout and its variants, so that every machine draws alike and renaming something never moves people. "lifecycle build" writes new campaigns and changed holdouts into it; with --frozen, as in CI, it writes nothing and fails instead, since what only that machine knows would be lost.

Run "lifecycle build" where you work, look at what it added, and commit lifecycle.lock with the campaigns.`,
  },
  {
    code: 'LC941',
    name: 'no-traffic',
    summary: 'Nobody would have got a message in the days that were to be replayed.',
    docs: `"lifecycle measure traffic" decides about days that are over as if the campaigns had been running then. Nobody entered any of them: mostly the data end before those days, or begin after them.

Name days that the data have events of: "lifecycle measure traffic --until 2026-03-31 --days 60".`,
  },
  {
    code: 'LC945',
    name: 'no-browser',
    summary: 'Screenshots need a browser, and none can be started.',
    docs: `"lifecycle preview --screenshots DIR" has Chromium or Chrome draw each email, in both widths, light and dark. It looks for one where systems put it; the variable CHROMIUM names another. It is driven by the package playwright-core, which is not installed with lifecycle because nothing else needs it: "npm install --save-dev playwright-core".

The page itself is written before any screenshot is taken, and needs neither.`,
  },
  {
    code: 'LC946',
    name: 'no-arms-to-deal',
    summary: 'There are no arms that could be dealt anew.',
    docs: `"lifecycle measure aa" takes the people of past measurements, deals them into new arms by chance 2,000 times and counts how often each interval finds a difference that is not there. For that somebody must have got a message, or would have got one but for a holdout: the ledger knows of nobody yet. Let the campaigns run first.`,
  },
  {
    code: 'LC948',
    name: 'export-in-the-way',
    summary:
      'The folder for an export of measurements holds other files of the same names, or is where data are read from.',
    docs: `"lifecycle report --export DIR" writes exposures.csv, events.csv and report.sql. A folder with the project's own data may well hold an events.csv, which must not be lost: so nothing is written unless the folder has none of these files, or a report.sql that an earlier export wrote. Nor is anything written where the project would read it as its own data, for then every event would be counted twice. Choose an empty folder of its own.`,
  },
  {
    code: 'LC950',
    name: 'port-not-free',
    summary: 'The page of "lifecycle dev" cannot be served on its port.',
    docs: `Another program listens on the port, or may not be listened on by yours. Name another, "lifecycle dev --port 4801", or 0 for any that is free. The page is for this machine alone: it is served on the loopback interface only.`,
  },
  {
    code: 'LC951',
    name: 'no-way-to-an-inbox',
    summary: 'There is nothing to send a message to an inbox by.',
    docs: `"lifecycle dev" sends an email to look at through the same server as a run: channels.email.transport. What it names must be set where "lifecycle dev" runs, for example SMTP_URL=smtp://localhost:1025 for a test inbox on your own machine.`,
  },
  {
    code: 'LC952',
    name: 'inbox-not-listed',
    summary: 'A message to look at is to go to an address that is not listed.',
    docs: `Only addresses under "dev" in lifecycle.config.yaml get messages from "lifecycle dev", so that no customer ever gets one by a slip:

dev: {inbox: [me@acme.example]}`,
  },
  {
    code: 'LC953',
    name: 'not-for-an-inbox',
    summary: 'A message to look at could not be sent.',
    docs: `It is no email, it would be held back for this person, or the mail server did not take it; the message says which. Nothing of it is recorded: send it again once that is mended.`,
  },
  {
    code: 'LC955',
    name: 'nothing-to-fit',
    summary: 'There is no trait of this name that is told by a fitted model.',
    docs: `"lifecycle measure fit" learns what customer_value, likelihood and "share" with "shrink: fitted" need. All other traits are counted or compared, and need no model. Name one of those that the message lists, or none for all of them.`,
  },
  {
    code: 'LC956',
    name: 'bad-day',
    summary: 'Models are to be fitted as of a day that is none, or is not over yet.',
    docs: `"lifecycle measure fit --as-of 2026-03-01" learns from everything before that day, so that the same data gives the same models whenever it is run. Days begin and end in the project's time zone.`,
  },
  {
    code: 'LC960',
    name: 'nothing-to-report',
    summary: 'Nothing has run on the ledger, so there is nothing to report.',
    docs: `"lifecycle report" compares people who were sent to with people who were held out, and both are written down when a run sends. Run the plan with "lifecycle run --send"; a dry run writes nothing down. With another ledger than the plan's, name it with --ledger.`,
  },
  {
    code: 'LC961',
    name: 'lock-unreadable',
    summary: 'A command that reads measurements cannot read lifecycle.lock.',
    docs: `lifecycle.lock is JSON that "lifecycle build" and "lifecycle measure" write. Perhaps a merge has left its marks in it: "lifecycle check" shows where. Nothing was reported, for without it a report may be made for another number of people than was planned.`,
  },
];

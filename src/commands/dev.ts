import { compilePlan } from '../compile/compile-plan.js';
import { warmCompiler } from '../compile/templates/compile-templates.js';
import { openRenderRoom } from '../deliver/render-room.js';
import { LifecycleError } from '../model/failure.js';
import { makeFileText } from '../read/file-text.js';
import type { Findings } from '../report/diagnostics/findings.js';
import { type DevReading, openDevPreview } from '../serve/dev-preview.js';
import { openLocalServer } from '../serve/local-server.js';
import { watchProject } from '../serve/watch-project.js';
import { readBaseline } from './baseline-file.js';
import { browserScript } from './browser-script.js';
import { CONFIG_FILE, findRoot } from './find-root.js';
import { loadProject } from './load-project.js';
import { printFindings } from './print-findings.js';
import { openSession } from './session.js';
import type { ExitCode, Terminal } from './terminal.js';
import { version } from './version.js';

/** What `lifecycle dev` takes. */
export interface DevOptions {
  readonly project: string | undefined;
  /** 0: any that is free. */
  readonly port: number;
}

/**
 * Shows every message for every persona in the browser, and again whenever a file is saved, until Ctrl-C. Findings are printed as `check` prints them. Throws LC950 when the port is taken.
 */
export async function dev(terminal: Terminal, options: DevOptions): Promise<ExitCode> {
  const root = findRoot(terminal, options.project);
  const session = openSession(root);
  const read = async (): Promise<DevReading> => {
    try {
      const { project, templates, findings, sound } = await loadProject(root, readBaseline(root), null, session);
      const plan = project !== null && sound ? compilePlan(project, templates, `lifecycle ${version()}`) : null;
      return { project, plan, findings };
    } catch (error) {
      // What is wrong with the whole is as soon mended as a finding.
      if (!(error instanceof LifecycleError)) throw error;
      return { project: null, plan: null, findings: findingsOf(error) };
    }
  };
  const watch = watchProject(root, (ms) => terminal.sleep(ms, terminal.interrupted));
  // Somebody waits: what takes a second will not do for a thousand people either.
  const room = openRenderRoom(terminal, { megabytes: 192, lookEveryMs: 250 });
  await watch.ready;
  const first = await read();
  const preview = openDevPreview(
    {
      env: terminal.env,
      render: room.render,
      now: () => terminal.now(),
      newId: () => Buffer.from(terminal.secretBytes(16)).toString('hex'),
      scripts: { page: browserScript('dev'), waiting: browserScript('waiting') },
      say: (text) => terminal.err(text),
    },
    first,
  );
  const stop = () => void watch.close();
  terminal.interrupted.addEventListener('abort', stop);
  if (terminal.interrupted.aborted) stop();
  try {
    const server = await openLocalServer(options.port, preview.routes);
    try {
      printFindings(terminal, root, first.findings, []);
      terminal.out(`${server.url} shows every message, and again whenever a file is saved. Ctrl-C ends it.\n`);
      await warmCompiler();
      let said = JSON.stringify(first.findings.diagnostics);
      while (await watch.next()) {
        const reading = await read();
        const now = JSON.stringify(reading.findings.diagnostics);
        if (now !== said) printFindings(terminal, root, reading.findings, []);
        said = now;
        await preview.take(reading);
      }
    } finally {
      preview.close();
      await server.close();
    }
  } finally {
    terminal.interrupted.removeEventListener('abort', stop);
    await watch.close();
    await room.close();
  }
  return 0;
}

function findingsOf({ code, message, help }: LifecycleError): Findings {
  const span = makeFileText(CONFIG_FILE, '').spanAt(0, 0);
  return {
    diagnostics: [{ code, name: 'unreadable-project', severity: 'error', message, span, help }],
    sources: () => null,
    summary: { files: 0 },
  };
}

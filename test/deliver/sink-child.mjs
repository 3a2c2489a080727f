// A mail server that writes down each Message-ID, and waits for the disk, before it says 250. Run by sigkill.test.ts.
import { fsyncSync, openSync, writeSync } from 'node:fs';
import { SMTPServer } from 'smtp-server';

const file = openSync(process.argv[2], 'a');
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData(stream, _session, done) {
    let text = '';
    stream.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    stream.on('end', () => {
      writeSync(file, `${/^Message-ID: <(.*)@/m.exec(text)[1]}\n`);
      fsyncSync(file);
      // Widens the span in which the sender may die without the answer.
      setTimeout(() => done(null, 'queued'), 3);
    });
  },
});
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => writeSync(1, `${server.server.address().port}\n`));

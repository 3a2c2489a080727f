// A mail server that logs every message it accepts, one JSON line each, before it says 250.
// Arguments: the log file; "fsync" to wait for the disk first; a file that must be there before any answer.
import { existsSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';

const [path, mode, permit] = process.argv.slice(2);
const log = openSync(path, 'a');

const server = createServer((socket) => {
  let buffer = '';
  let data = false;
  let from = '';
  let to = [];
  const say = (line) => socket.write(`${line}\r\n`);
  socket.setEncoding('latin1').setNoDelay(true);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    buffer += chunk;
    for (;;) {
      const end = data ? buffer.indexOf('\r\n.\r\n') : buffer.indexOf('\r\n');
      if (end < 0) return;
      const text = buffer.slice(0, end);
      buffer = buffer.slice(end + (data ? 5 : 2));
      if (data) {
        data = false;
        accept(text, { from, to });
        to = [];
      } else command(text);
    }
  });

  function command(line) {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') return say('250-sink.example\r\n250 8BITMIME');
    if (verb === 'MAIL') from = /<(.*)>/.exec(line)[1];
    if (verb === 'RCPT') to.push(/<(.*)>/.exec(line)[1]);
    if (verb === 'QUIT') return socket.end('221 bye\r\n');
    if (verb === 'DATA') {
      data = true;
      return say('354 go on');
    }
    say('250 ok');
  }

  function accept(message, envelope) {
    const head = message.slice(0, message.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
    const header = (name) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1] ?? null;
    const line = { id: header('Message-ID'), subject: header('Subject'), date: header('Date'), ...envelope };
    writeSync(log, `${JSON.stringify(line)}\n`);
    if (mode === 'fsync') fsyncSync(log);
    answer();
  }

  function answer() {
    if (permit && !existsSync(permit)) setTimeout(answer, 20);
    else say('250 queued');
  }

  say('220 sink.example');
});
server.listen(0, '127.0.0.1', () => writeSync(1, `${server.address().port}\n`));

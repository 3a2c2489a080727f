// A mail server that has good days and bad ones: it writes down what it took, and waits for the disk, before it answers. Arguments: the log; a seed; the shares, in percent, of answers that are lost after
// the message was taken, of connections dropped before its end, and of recipients refused for now. SIGUSR2 makes every further day a good one. Says its port, and then a dot for each message it took.
import { createHash } from 'node:crypto';
import { fsyncSync, openSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';

const [path, seed, lost, dropped, refused] = process.argv.slice(2);
const shares = [Number(lost), Number(dropped), Number(refused)];
const log = openSync(path, 'a');
const tries = new Map();
let quiet = false;
process.on('SIGUSR2', () => {
  quiet = true;
  write({ kind: 'quiet' });
});

function write(line) {
  writeSync(log, `${JSON.stringify(line)}\n`);
  fsyncSync(log);
}

/** What becomes of the next try for this recipient: the same for the same seed, recipient and number of the try. */
function fateOf(to) {
  const number = (tries.get(to) ?? 0) + 1;
  tries.set(to, number);
  if (quiet) return 'taken';
  const [first, second] = createHash('sha256').update(`${seed} ${to} ${number}`).digest();
  let draw = ((first * 256 + second) / 65_536) * 100;
  for (const [i, share] of shares.entries()) {
    if (draw < share) return ['lost', number % 2 === 0 ? 'dropped-at-rcpt' : 'dropped-at-data', 'refused'][i];
    draw -= share;
  }
  return 'taken';
}

const server = createServer((socket) => {
  let buffer = '';
  let inData = false;
  let to = '';
  let fate = 'taken';
  const say = (line) => socket.write(`${line}\r\n`);
  const hangUp = (kind) => {
    write({ kind, to });
    socket.destroy();
  };
  socket.setEncoding('latin1').setNoDelay(true);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    buffer += chunk;
    for (;;) {
      if (socket.destroyed) return;
      const ending = inData ? '\r\n.\r\n' : '\r\n';
      const end = buffer.indexOf(ending);
      if (end < 0) return;
      const text = buffer.slice(0, end);
      buffer = buffer.slice(end + ending.length);
      if (inData) take(text);
      else command(text);
    }
  });

  function command(line) {
    switch (line.slice(0, 4).toUpperCase()) {
      case 'EHLO':
        return say('250-sink.example\r\n250-PIPELINING\r\n250 8BITMIME');
      case 'RCPT':
        to = /<(.*)>/.exec(line)[1];
        fate = fateOf(to);
        if (fate === 'dropped-at-rcpt') return hangUp('dropped');
        if (fate !== 'refused') return say('250 ok');
        write({ kind: 'refused', to });
        return say('450 come back later');
      case 'DATA':
        // It came in one breath with the recipient.
        if (fate === 'refused') return say('503 nobody to send it to');
        if (fate === 'dropped-at-data') return hangUp('dropped');
        inData = true;
        return say('354 go on');
      case 'QUIT':
        return socket.end('221 bye\r\n');
      default:
        return say('250 ok');
    }
  }

  function take(message) {
    inData = false;
    const head = message.slice(0, message.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
    const id = /^Message-ID: <(.*)@/im.exec(head)?.[1] ?? null;
    write({ kind: fate, id, to });
    writeSync(1, '.');
    if (fate === 'lost') socket.destroy();
    else say('250 taken');
  }

  say('220 sink.example');
});
server.listen(0, '127.0.0.1', () => writeSync(1, `${server.address().port}\n`));

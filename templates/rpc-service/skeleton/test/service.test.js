import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, test } from 'node:test';
import { startService } from '../src/service.js';

let service;
let socket;
let answers;
let lines;
let go;

beforeEach(async () => {
  lines = [];
  service = await startService({
    port: 0,
    metricsPort: 0,
    logLevel: 'debug',
    write: line => lines.push(JSON.parse(line)),
    methods: {
      ...(await import('../src/methods.js')).methods,
      fail: () => {
        throw new Error('password=secret');
      },
      wait: () => new Promise(resolve => (go = resolve)),
    },
  });
  socket = connect(service.port, '127.0.0.1');
  answers = createInterface({ input: socket });
  await once(socket, 'connect');
});
afterEach(async () => {
  socket.destroy();
  await service.stop('test');
});

const send = text => socket.write(`${text}\n`);
const next = async () => JSON.parse((await once(answers, 'line'))[0]);
const call = (method, params, id = 1) => {
  send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
  return next();
};

test('answers with its name', async () => {
  const { result } = await call('about');
  assert.equal(result.service, ${{ values.service.name | dump }});
});

test('greets', async () => {
  assert.deepEqual(await call('greet', { name: '李伟', greeting: '你好' }, 'a'), {
    jsonrpc: '2.0',
    id: 'a',
    result: { text: '你好, 李伟' },
  });
});

test('says what is wrong with a call', async () => {
  assert.equal((await call('greet')).error.code, -32602);
  assert.equal((await call('constructor')).error.code, -32601);
  for (const [text, code] of [
    ['no JSON', -32700],
    ['{"method":"about"}', -32600],
    ['null', -32600],
  ]) {
    send(text);
    assert.equal((await next()).error.code, code);
  }
});

test('keeps what went wrong inside to its log', async () => {
  assert.deepEqual((await call('fail')).error, {
    code: -32603,
    message: 'Something went wrong here',
  });
  const { error } = lines.find(({ message }) => message === 'Failed');
  assert.match(error, /password=secret/);
});

test('answers no notification', async () => {
  send('{"jsonrpc":"2.0","method":"about"}');
  assert.equal((await call('about', undefined, 2)).id, 2);
});

test('ends a connection whose line has no end', async () => {
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  socket.write(Buffer.alloc(1024 * 1024 + 1, 'x'));
  await closed;
});

test('counts calls by method', async () => {
  await call('fail');
  await call('made-up');
  const url = `http://127.0.0.1:${service.metricsPort}/metrics`;
  const text = await (await fetch(url)).text();
  assert.match(text, /^rpc_requests_total\{method="fail",outcome="error"\} 1$/m);
  assert.match(text, /^rpc_requests_total\{method="none",outcome="refused"\} 1$/m);
  assert.match(text, /^rpc_request_duration_seconds_count\{method="fail"\} 1$/m);
  assert.doesNotMatch(text, /made-up/);
});

test('lets the call in hand end when it leaves', async () => {
  const answered = call('wait', undefined, 7);
  // The second one is answered when the first has been taken in.
  send('{"jsonrpc":"2.0","id":8,"method":"about"}');
  assert.equal((await answered).id, 8);
  const left = service.stop('test');
  const last = next();
  go({ done: true });
  assert.equal((await last).id, 7);
  await left;
  assert.equal(lines.at(-1).message, 'Left');
});

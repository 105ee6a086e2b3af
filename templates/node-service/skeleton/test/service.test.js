import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import { route } from '../src/routes.js';
import { startService } from '../src/service.js';

let service;
let lines;
let url;

beforeEach(async () => {
  lines = [];
  service = await startService({
    port: 0,
    metricsPort: 0,
    logLevel: 'debug',
    write: line => lines.push(JSON.parse(line)),
  });
  url = `http://127.0.0.1:${service.port}`;
});
afterEach(() => service.stop('test'));

const metrics = async () =>
  (await fetch(`http://127.0.0.1:${service.metricsPort}/metrics`)).text();

const greet = body =>
  fetch(`${url}/greetings/Wang%20Fang`, { method: 'POST', body });

test('answers with its name', async () => {
  const answer = await fetch(url);
  assert.equal(answer.status, 200);
  assert.equal((await answer.json()).service, ${{ values.service.name | dump }});
});

test('is ready and alive', async () => {
  for (const path of ['/health', '/livez']) {
    assert.equal((await fetch(url + path)).status, 200);
  }
});

test('greets, and says what is wrong with a greeting', async () => {
  const answer = await greet('{"greeting":"你好"}');
  assert.equal(answer.status, 201);
  assert.deepEqual(await answer.json(), { text: '你好, Wang Fang' });
  for (const [body, status] of [
    ['{"greeting":7}', 400],
    ['no JSON', 400],
    ['null', 400],
    [JSON.stringify({ greeting: 'x'.repeat(2 ** 20) }), 413],
  ]) {
    assert.equal((await greet(body)).status, status);
  }
});

test('keeps what went wrong inside to its log', async () => {
  const written = [];
  const broken = await startService({
    port: 0,
    metricsPort: 0,
    write: line => written.push(JSON.parse(line)),
    routes: [
      route('GET', '/', () => {
        throw new Error('password=secret');
      }),
    ],
  });
  const answer = await fetch(`http://127.0.0.1:${broken.port}`);
  await broken.stop('test');
  assert.equal(answer.status, 500);
  assert.deepEqual(await answer.json(), { error: 'Something went wrong here' });
  const { error } = written.find(({ message }) => message === 'Failed');
  assert.match(error, /password=secret/);
});

test('says that there is nothing, or another method', async () => {
  assert.equal((await fetch(`${url}/nothing`)).status, 404);
  assert.equal((await fetch(`${url}/greetings/%ff`, { method: 'POST' })).status, 400);
  assert.equal((await fetch(url, { method: 'DELETE' })).status, 405);
  assert.equal((await fetch(url, { method: 'HEAD' })).status, 200);
});

test('counts requests by route, not by path', async () => {
  await greet('{"greeting":"Hello"}');
  await fetch(`${url}/made-up`);
  const text = await metrics();
  assert.match(
    text,
    /^http_requests_total\{method="POST",route="\/greetings\/:name",code="201"\} 1$/m,
  );
  assert.match(
    text,
    /^http_request_duration_seconds_bucket\{method="GET",route="none",le="\+Inf"\} 1$/m,
  );
  assert.doesNotMatch(text, /made-up/);
});

test('writes a line for each request', async () => {
  await fetch(`${url}/?password=secret`);
  const line = lines.find(({ route }) => route === '/');
  assert.equal(line.level, 'info');
  assert.equal(line.status, 200);
  assert.equal(new Date(line.time).toISOString(), line.time);
  assert.doesNotMatch(JSON.stringify(lines), /secret/);
});

test('lets the request in hand end when it leaves', async () => {
  const socket = connect(service.port, '127.0.0.1');
  await once(socket, 'connect');
  const body = '{"greeting":"Hello"}';
  socket.write(
    `POST /greetings/li HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  const [taken] = await once(socket, 'data');
  assert.match(String(taken), /^HTTP\/1.1 100 /);
  const left = service.stop('test');
  await assert.rejects(fetch(`${url}/health`));
  socket.write(body);
  const [answer] = await once(socket, 'data');
  assert.match(String(answer), /^HTTP\/1.1 201 .*Connection: close/is);
  await left;
  assert.equal(lines.at(-1).message, 'Left');
});

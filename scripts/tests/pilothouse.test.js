'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');
const { watchAnswers } = require('../lib/answers');
const { writeMkdocsLauncher } = require('../lib/launchers');
const { freePorts } = require('../lib/ports');
const { withLock } = require('../lib/lock');
const { root } = require('../lib/paths');

const script = path.join(root, 'scripts/pilothouse.js');

/** Runs a command of ours with a PATH that holds just the named programs. */
function pilothouse(args, { programs, env = {} } = {}) {
  const bin = fs.mkdtempSync(path.join(os.tmpdir(), 'pilothouse-bin-'));
  for (const [name, target] of Object.entries(programs ?? {})) {
    if (target) fs.symlinkSync(target, path.join(bin, name));
  }
  try {
    const result = spawnSync(process.execPath, [script, ...args], {
      encoding: 'utf8',
      timeout: 30_000,
      env: {
        ...process.env,
        ...(programs && { PATH: bin }),
        PILOTHOUSE_PORT_BASE: '',
        ...env,
      },
    });
    return { code: result.status, said: result.stderr.trim() };
  } finally {
    fs.rmSync(bin, { recursive: true });
  }
}

function which(name) {
  const { stdout } = spawnSync('sh', ['-c', `command -v ${name}`], {
    encoding: 'utf8',
  });
  return stdout.trim();
}

const present = Object.fromEntries(
  ['npm', 'git', 'node', 'env', 'sh'].map(name => [name, which(name)]),
);

test('an unknown command is answered with the usage', () => {
  const { code, said } = pilothouse(['deploy']);
  assert.equal(code, 1);
  assert.match(said, /^pilothouse: usage: /);
});

test('a missing python3 is one line', () => {
  const { code, said } = pilothouse(['start'], { programs: present });
  assert.equal(code, 1);
  assert.match(said, /^pilothouse: python3 is missing: install .*$/);
});

test('a python3 without its venv module is one line', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pilothouse-python-'));
  const python3 = path.join(folder, 'python3');
  // As Debian's python3 without python3-venv.
  fs.writeFileSync(
    python3,
    '#!/bin/sh\ncase "$*" in *ensurepip*) exit 1 ;; esac\n',
    { mode: 0o755 },
  );
  const { code, said } = pilothouse(['start'], {
    programs: { ...present, python3 },
  });
  fs.rmSync(folder, { recursive: true });
  assert.equal(code, 1);
  assert.match(said, /^pilothouse: python3 has no venv module: install .*$/);
});

test('a missing git is one line', () => {
  const { code, said } = pilothouse(['start'], {
    programs: { ...present, git: undefined },
  });
  assert.equal(code, 1);
  assert.match(said, /^pilothouse: git is missing: .*$/);
});

test('a port in use is one line that says how to choose others', async () => {
  const [base] = await freePorts(12);
  const server = net.createServer().listen(base + 1, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { code, said } = pilothouse(['start'], {
    env: { PILOTHOUSE_PORT_BASE: String(base) },
  });
  server.close();
  assert.equal(code, 1);
  assert.match(
    said,
    new RegExp(
      `^pilothouse: port ${
        base + 1
      } \\(backend\\) is in use: .*PILOTHOUSE_PORT_BASE=.*$`,
    ),
  );
});

test('a port base that is no port is one line', () => {
  const { code, said } = pilothouse(['start'], {
    env: { PILOTHOUSE_PORT_BASE: '３０００' },
  });
  assert.equal(code, 1);
  assert.match(
    said,
    /^pilothouse: PILOTHOUSE_PORT_BASE is "３０００": give .*$/,
  );
});

test('setups of one clone wait for each other, and a killed one holds up nobody', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pilothouse-lock-'));
  const lock = path.join(folder, 'lock');
  // No process has this number: the holder was killed.
  fs.writeFileSync(lock, '2147483647');
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise(resolve => setImmediate(resolve));
    inside -= 1;
  };
  await Promise.all([withLock(lock, work), withLock(lock, work)]);
  assert.equal(most, 1);
  assert.equal(fs.existsSync(lock), false);
  fs.rmSync(folder, { recursive: true });
});

test('mkdocs is told nothing of the environment, which a mkdocs.yml could put on a page', () => {
  const venv = fs.mkdtempSync(path.join(os.tmpdir(), 'pilothouse-venv-'));
  fs.mkdirSync(path.join(venv, 'bin'));
  fs.writeFileSync(
    path.join(venv, 'bin/python'),
    '#!/bin/sh\necho "$@"\nenv\n',
    { mode: 0o755 },
  );
  writeMkdocsLauncher(venv);
  const { stdout } = spawnSync(
    path.join(venv, 'bin/mkdocs'),
    ['build', 'a b'],
    {
      encoding: 'utf8',
      env: { ...process.env, PILOTHOUSE_FORGE_TOKEN: 'glpat-secret' },
    },
  );
  fs.rmSync(venv, { recursive: true });
  assert.match(stdout, /^-m mkdocs build a b$/m);
  assert.match(stdout, /^PATH=/m);
  assert.doesNotMatch(stdout, /glpat-secret/);

  const image = fs.readFileSync(path.join(root, 'deploy/Dockerfile'), 'utf8');
  assert.match(
    image,
    /exec env -i .*python -m mkdocs .*\n\s+> \/opt\/mkdocs\/bin\/mkdocs$/m,
  );
});

test('a backend that died is told once, and so is its return', async () => {
  const told = [];
  const heard = word =>
    new Promise(resolve => {
      const timer = setInterval(() => {
        if (!told.includes(word)) return;
        clearInterval(timer);
        resolve();
      }, 5);
    });
  const [port] = await freePorts(1);
  const end = watchAnswers(`http://127.0.0.1:${port}/`, {
    everyMs: 10,
    silentMs: 100,
    onSilent: () => told.push('silent'),
    onBack: () => told.push('back'),
  });
  await heard('silent');
  const server = http.createServer((_, response) => response.end());
  server.listen(port, '127.0.0.1');
  await heard('back');
  end();
  server.close();
  server.closeAllConnections();
  assert.deepEqual(told, ['silent', 'back']);
});

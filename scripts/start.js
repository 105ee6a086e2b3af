/*
 * yarn start:portal [--verbose]: the landscape, the backend and the app together. Ctrl-C ends all three.
 */
'use strict';

const fs = require('node:fs');
const { print, step } = require('./lib/console');
const { Portal } = require('./lib/portal');
const { data } = require('./lib/paths');
const { busyPorts, portsFromEnvironment } = require('./lib/ports');

const verbose = process.argv.includes('--verbose');

async function main() {
  const ports = portsFromEnvironment();
  const busy = await busyPorts(ports);
  if (busy) throw new Error(busy);
  // Databases, tokens and logs are nobody else's business on a shared computer.
  fs.mkdirSync(data, { recursive: true, mode: 0o700 });
  const portal = new Portal({ ports, onLine });
  const interrupted = new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => resolve());
    }
  });
  try {
    await Promise.race([startAll(portal), interrupted]);
    await Promise.race([portal.failure, interrupted]);
    print('\nStopping');
  } finally {
    await portal.stop();
  }
}

async function startAll(portal) {
  // The app needs nobody while it compiles; the backend reads what the landscape writes.
  const app = portal.startApp();
  app.catch(() => {});
  await step('Starting the landscape', () => portal.startLandscape());
  await step('Starting the backend', () => portal.startBackend());
  await step('Starting the app', () => app);
  const urls = portal.urls();
  print(`
Pilothouse is ready.
  Portal      ${urls.app}
  Landscape   ${urls.landscape} (the simulated company: make faults here)
  kubectl     --kubeconfig .data/landscape/kubeconfig
Output is in .data/logs. Ctrl-C ends everything.
`);
  portal.watchBackend({
    onSilent: () =>
      print(
        'pilothouse: the backend does not answer; if it has ended, Ctrl-C and npm start begin again (output in .data/logs/backend.log)',
      ),
    onBack: () => print('pilothouse: the backend answers again'),
  });
}

/** Everything goes to the log files; the terminal shows what somebody should look at, shortened to the point. */
function onLine(name, line) {
  // eslint-disable-next-line no-control-regex
  const plain = line.replace(/\x1b\[[0-9;]*m/g, '');
  if (verbose) {
    print(`[${name}] ${line}`);
  } else if (/^\S+ \S+ (warn|error) |^ERROR in |Error: /.test(plain)) {
    print(`[${name}] ${plain.slice(0, 300)}`);
  }
}

main().catch(error => {
  print(`pilothouse: ${error.message}`);
  process.exitCode = 1;
});

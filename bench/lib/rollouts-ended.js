'use strict';

const { sleep } = require('./pool');

const ACTIVE = 'pilothouse.rollouts.active';
const POLL_MS = 250;
const PATIENCE_MS = 4 * 60_000;

/**
 * Waits until the backend has no rollout any more. Asks the probe: a list of rollouts costs the backend about as much as
 * running them does.
 */
async function rolloutsEnded(probe) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const { [ACTIVE]: active } = await probe.gauges();
    if (active === 0) return;
    if (Date.now() > deadline) {
      throw new Error(`${active} rollouts are still active`);
    }
    await sleep(POLL_MS);
  }
}

module.exports = { rolloutsEnded };

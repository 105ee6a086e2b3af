'use strict';

const { Session } = require('node:inspector/promises');

/** A CPU profile of the next milliseconds, as `*.cpuprofile` files have it. */
async function profile(ms) {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
    await new Promise(resolve => setTimeout(resolve, ms));
    return (await session.post('Profiler.stop')).profile;
  } finally {
    session.disconnect();
  }
}

module.exports = { profile };

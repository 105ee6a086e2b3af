'use strict';

const { measureActive } = require('./lib/active-rollouts');
const { measureReal } = require('./lib/real-rollouts');

/**
 * Many rollouts at once: what they cost the portal while they are active, on the landscape, and how fast they are and
 * what they ask of a real control plane.
 */
async function run(say) {
  const active = await measureActive(say);
  const real = await measureReal(say);
  return {
    tables: [...active.tables, ...real.tables],
    notes: [...active.notes, ...real.notes],
  };
}

module.exports = { run };

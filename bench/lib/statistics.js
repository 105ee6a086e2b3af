'use strict';

/** The value below which a share of the numbers lie, by the nearest rank. */
function percentile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

const median = numbers => percentile(numbers, 0.5);

function ms(value) {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

function bytes(value) {
  return value >= 1e6
    ? `${(value / 1e6).toFixed(1)} MB`
    : `${(value / 1e3).toFixed(1)} kB`;
}

/** How many times smaller the second is. */
function ratio(peer, ours) {
  const value = peer / ours;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)}×`;
}

module.exports = { bytes, median, ms, percentile, ratio };

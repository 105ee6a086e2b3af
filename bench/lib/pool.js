'use strict';

/** Does it for each, so many at once, and gives the answers in order. */
async function pooled(items, atOnce, work) {
  const answers = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next;
      next += 1;
      answers[index] = await work(items[index], index);
    }
  };
  await Promise.all(
    Array.from({ length: Math.min(atOnce, items.length) }, worker),
  );
  return answers;
}

function sleep(duration) {
  return new Promise(resolve => setTimeout(resolve, Math.max(0, duration)));
}

module.exports = { pooled, sleep };

'use strict';

const { chromium } = require('@playwright/test');
const { ensureChromium } = require('../../scripts/lib/chromium');

const PATIENCE_MS = 60_000;

/** A page of the portal in a real browser, signed in as one of the landscape's people, in English. */
async function openBrowser(url, person) {
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const page = await browser.newPage({
    viewport: { width: 1440, height: 1000 },
  });
  await page.goto(url);
  await page.getByRole('button', { name: person }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  return {
    goto: path => page.goto(`${url}${path}`),
    close: () => browser.close(),
    /** Keeps an eye on the first element of the kind that has the text. */
    async watch(selector, text) {
      await page.locator(selector, { hasText: text }).first().waitFor();
      await page.evaluate(
        ([kind, has]) => {
          const element = [...document.querySelectorAll(kind)].find(item =>
            item.textContent.includes(has),
          );
          window.pilothouseBench = expected =>
            new Promise(resolve => {
              const look = () => {
                if (!element.textContent.includes(expected)) return;
                observer.disconnect();
                resolve(Date.now());
              };
              const observer = new MutationObserver(look);
              observer.observe(element, {
                subtree: true,
                childList: true,
                characterData: true,
              });
              look();
            });
        },
        [selector, text],
      );
    },
    /** When the text was in the watched element, by the same clock as ours. */
    async seen(expected) {
      let timer;
      const late = new Promise((_, reject) => {
        timer = setTimeout(
          () =>
            reject(new Error(`"${expected}" was not shown within a minute`)),
          PATIENCE_MS,
        );
      });
      try {
        return await Promise.race([
          page.evaluate(text => window.pilothouseBench(text), expected),
          late,
        ]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

module.exports = { openBrowser };

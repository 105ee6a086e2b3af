import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { kubectl, openDeployTab, rowOf } from './clusters';

const [FIRST = '', SECOND = ''] = (
  process.env.PILOTHOUSE_REAL_CONTEXTS ?? ''
).split(' ');
/** Makes a control plane hang, come back, die and live again: `FILE hang|resume|kill|revive CLUSTER`. */
const FAULTS = process.env.PILOTHOUSE_REAL_KUBERNETES_SERVICE;

test.describe.configure({ mode: 'serial' });

for (const [language, healthy] of [
  ['en', 'Healthy'],
  ['zh', '健康'],
]) {
  test(`@real the tab follows kubectl on real control planes, in ${language}`, async ({
    page,
  }) => {
    await openDeployTab(page, language);
    const [row, other] = [rowOf(page, FIRST), rowOf(page, SECOND)];
    await expect(row).toContainText(healthy);
    await expect(other).toContainText('4 / 4');
    const hands = kubectl(FIRST);

    await hands.setImage('1.6.1');
    await expect(row).toContainText('1.6.1');
    await hands.scale(3);
    await expect(row).toContainText('3 / 3');
    await hands.undo();
    await expect(row).not.toContainText('1.6.1');
    await hands.scale(4);
    await expect(row).toContainText('4 / 4');
    await expect(row).toContainText(healthy, { timeout: 90_000 });
    await expect(other).toContainText('4 / 4');
  });
}

if (FAULTS) {
  for (const [strike, heal] of [
    ['hang', 'resume'],
    ['kill', 'revive'],
  ]) {
    test(`@real a real control plane that gets a ${strike} is shown so, and costs the other nothing`, async ({
      page,
    }) => {
      test.setTimeout(360_000);
      await openDeployTab(page, 'en');
      const [alive, dead] = [rowOf(page, FIRST), rowOf(page, SECOND)];
      await expect(dead).toContainText('4 / 4');
      try {
        execFileSync(FAULTS, [strike, SECOND]);
        await expect(dead).toContainText('No answer for');
        await expect(dead).toContainText('4 / 4');

        const hands = kubectl(FIRST);
        await hands.scale(5);
        await expect(alive).toContainText('5 / 5');
        await hands.scale(4);
        await expect(alive).toContainText('4 / 4');
      } finally {
        execFileSync(FAULTS, [heal, SECOND]);
      }
      await expect(dead).not.toContainText('No answer for', {
        timeout: 120_000,
      });
      await expect(dead).toContainText('Healthy');
    });
  }
}

import { defineConfig } from '@playwright/test';
import { generateProjects } from '@backstage/e2e-test-utils/playwright';

const baseURL = process.env.PILOTHOUSE_URL ?? 'http://localhost:3000';

/** `yarn test:e2e` starts a portal and says where; by hand the tests use the one that `yarn start` runs. */
export default defineConfig({
  // Generous: a machine that has more to do takes several times as long, and what passes takes no longer for it.
  timeout: 150_000,
  expect: { timeout: 40_000 },
  forbidOnly: Boolean(process.env.CI),
  retries: process.env.CI ? 1 : 0,
  workers: 2,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE
    ? [['list'], ['json']]
    : [['list']],
  outputDir: 'node_modules/.cache/e2e-test-results',
  use: {
    baseURL,
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.PILOTHOUSE_CHROMIUM,
      args: [
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        // Chromium refuses its sandbox to root, as in most CI containers.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    },
  },
  // The browser is the one that executablePath names, not an installed channel.
  projects: generateProjects().map(project => ({
    ...project,
    use: { ...project.use, channel: undefined },
  })),
});

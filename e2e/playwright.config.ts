import { defineConfig } from 'playwright/test';
import { findChromium } from './stack/chromium.ts';

const { executablePath, args, env } = findChromium();

/** Each worker has a portal of its own (fixtures.ts): specs share nothing but the build and the PostgreSQL server. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  globalSetup: './stack/setup.ts',
  outputDir: '../test-results',
  workers: 2,
  forbidOnly: true,
  retries: 0,
  // what only a busy machine needs: a condition that holds at once waits for nothing
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    actionTimeout: 30_000,
    trace: 'retain-on-failure',
    launchOptions: { args, ...(executablePath && { executablePath }), ...(env && { env }) },
  },
});

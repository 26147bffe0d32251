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
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
    launchOptions: { args, ...(executablePath && { executablePath }), ...(env && { env }) },
  },
});

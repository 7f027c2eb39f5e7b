// The browser tests run against the whole stack as `cargo xtask dev` brings it up.
import { defineConfig } from '@playwright/test';
import { PAGE } from './stack.js';

export default defineConfig({
  testDir: '.',
  globalSetup: './stack_is_up.js',
  outputDir: '../../target/e2e',
  // Two cores can run two browsers. Each worker books in weeks of its own.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL: PAGE,
    locale: 'en-GB',
    // No service is in this zone, so a time that is converted by mistake is noticed.
    timezoneId: 'Asia/Tokyo',
    reducedMotion: 'reduce',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.SLOTBOOK_CHROMIUM || '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});

// The tests' people, each at a browser of their own.
import { test as base } from '@playwright/test';
import { CAROL, DAVE } from './accounts.js';
import { Consumer } from './consumer.js';

const atABrowser = (account) =>
  async function ({ browser }, use) {
    const context = await browser.newContext();
    await use(new Consumer(await context.newPage(), account));
    await context.close();
  };

export const test = base.extend({
  carol: atABrowser(CAROL),
  dave: atABrowser(DAVE),
  visitor: atABrowser(undefined),
});

export { expect } from '@playwright/test';

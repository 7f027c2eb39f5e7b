// The tests' people, each at a browser of their own.
import { test as base } from '@playwright/test';
import { CAROL, DAVE } from './accounts.js';
import { Consumer } from './consumer.js';
import { Provider } from './provider.js';

const atABrowser = (account, Person = Consumer) =>
  async function ({ browser }, use) {
    const context = await browser.newContext();
    await use(new Person(await context.newPage(), account));
    await context.close();
  };

export const test = base.extend({
  carol: atABrowser(CAROL),
  dave: atABrowser(DAVE),
  visitor: atABrowser(undefined),
  // Their account is made by the test that needs one.
  provider: atABrowser(undefined, Provider),
});

export { expect } from '@playwright/test';

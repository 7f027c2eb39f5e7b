// The people of the tests, each at a browser of their own.
import { test as base } from '@playwright/test';
import { freshConsumer } from './accounts.js';
import { Consumer } from './consumer.js';
import { Provider } from './provider.js';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/**
 * Each test has its own accounts, because one person may not hold the bookings of all tests
 * together.
 */
const atABrowser = (name, Person = Consumer, options = {}) =>
  async function ({ browser }, use, testInfo) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    await use(new Person(page, name && (await freshConsumer(name))));
    await context.close();
    if (testInfo.status !== testInfo.expectedStatus && complaints.length > 0) {
      console.log([`What the page said in “${testInfo.title}”:`, ...complaints].join('\n  '));
    }
  };

/** The page's errors, warnings and failed requests, which are printed if the test fails. */
function complaintsOf(page) {
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('requestfailed', (request) => {
    complaints.push(`${request.failure().errorText} ${request.method()} ${request.url()}`);
  });
  return complaints;
}

export const test = base.extend({
  carol: atABrowser('Carol'),
  dave: atABrowser('Dave'),
  visitor: atABrowser(undefined),
  carolOnAPhone: atABrowser('Carol', Consumer, PHONE),
  // The test creates their account if it needs one.
  provider: atABrowser(undefined, Provider),
});

export { expect } from '@playwright/test';

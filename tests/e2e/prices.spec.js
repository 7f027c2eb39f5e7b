// Prices as the page's own code writes them in the browser: the digits are the same as in the
// mails.
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';

const PRICES = JSON.parse(
  readFileSync(new URL('../../contract/samples/prices.json', import.meta.url), 'utf8'),
);
const WORDS = 'http://words.test';
const SCRIPTS = new URL('../../web/calendar/js/', import.meta.url);

/** The texts that the page writes for the prices, for a reader with these settings. */
async function pricesFor(browser, locale) {
  const context = await browser.newContext({ locale });
  await context.route(`${WORDS}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: '' });
    const body = readFileSync(new URL(`.${pathname}`, SCRIPTS), 'utf8');
    return route.fulfill({ contentType: 'text/javascript', body });
  });
  const page = await context.newPage();
  await page.goto(WORDS);
  const written = await page.evaluate(async (prices) => {
    const { moneyText } = await import('/intl.js');
    return prices.map(({ decimal, currency, minorUnits }) =>
      moneyText(decimal, currency, minorUnits),
    );
  }, PRICES);
  await context.close();
  return written;
}

for (const locale of ['en-GB', 'en-US', 'en-IN', 'en-ZA', 'de-DE', 'es-CO']) {
  test(`every price has the same digits on the page as in the mail, for a reader of ${locale}`, async ({
    browser,
  }) => {
    const written = await pricesFor(browser, locale);
    expect(written).toHaveLength(PRICES.length);
    for (const [at, { currency, decimal, minorUnits, mail }] of PRICES.entries()) {
      const page = written[at];
      const number = page.match(/\d[\d.,’'\s]*/u)[0].trim();
      const decimals = number.match(/[.,](\d+)$/)?.[1].length ?? 0;
      const digits = number.replace(/\D/g, '');
      expect(digits, `${currency}: ${page}, ${mail}`).toBe(decimal.replace('.', ''));
      // Three digits in the last group would look like three decimals.
      if (minorUnits === 2) {
        expect(decimals, `${currency}: ${page}, ${mail}`).toBe(minorUnits);
      }
    }
  });
}

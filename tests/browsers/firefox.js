// Firefox, driven by WebDriver BiDi.
import puppeteer from 'puppeteer-core';
import { find } from './find.js';

export const name = 'Firefox';

/** Opens a browser with one page. */
export async function open() {
  const executablePath = process.env.SLOTBOOK_FIREFOX;
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    // Puppeteer's own way to size the page is not to be had in Firefox's long-term release.
    defaultViewport: null,
    args: ['--width=1280', '--height=900'],
  });
  const [page] = await browser.pages();
  return {
    goes: (url) => page.goto(url, { waitUntil: 'domcontentloaded' }),
    finds: async (query) => (await page.evaluateHandle(find, query)).asElement(),
    clicks: async (element) => {
      await element.click();
      return true;
    },
    types: (element, text) => element.type(text),
    runs: (work, ...values) => page.evaluate(work, ...values),
    closes: () => browser.close(),
  };
}

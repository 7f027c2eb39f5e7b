// A person at one of these browsers. The methods are the domain's verbs; the page's structure is
// known only here.
import { PAGE } from '../e2e/stack.js';

/** How long to wait for something to appear, in milliseconds. */
const PATIENCE = 30_000;

export class Person {
  constructor(browser, account) {
    this.browser = browser;
    this.account = account;
  }

  async goesTo(path) {
    await this.browser.goes(PAGE + path);
  }

  async looksAt({ serviceId, date, time }) {
    await this.goesTo(`/services/${serviceId}?view=week&date=${date}`);
    await this.sees(`[data-date="${date}"][data-time="${time}"][data-status="available"]`);
  }

  async chooses({ date, time }) {
    await this.clicksOn({ kind: 'css', name: `[data-date="${date}"][data-time="${time}"]` });
  }

  async clicks(name) {
    await this.clicksOn({ kind: 'button', name });
  }

  async fills(name, text) {
    const field = await this.awaits({ kind: 'field', name });
    await this.browser.types(field, text);
  }

  /** Chooses from a list by its id, as the keyboard does in every browser. */
  async selects(id, value) {
    await this.sees(`#${id}`);
    await this.browser.runs(choose, id, value);
  }

  async signsIn() {
    const { email, password } = this.account;
    await this.fills('E-mail address', email);
    await this.fills('Password', password);
    await this.clicksOn({ kind: 'css', name: 'dialog[open] [type="submit"]' });
  }

  /** Waits for a button or link. */
  async finds(name) {
    await this.awaits({ kind: 'button', name });
  }

  /** Waits for an element by its selector. */
  async sees(selector) {
    await this.awaits({ kind: 'css', name: selector });
  }

  /** Waits for a text on the page. */
  async reads(text) {
    const isThere = (wanted) => document.body.innerText.includes(wanted);
    await eventually(`the text “${text}”`, () => this.browser.runs(isThere, text));
  }

  /** A control that has just appeared lets no press reach it for half a second. */
  async clicksOn(query) {
    await eventually(`a press on ${query.kind} “${query.name}”`, async () => {
      const element = await this.browser.finds(query);
      return element && (await this.browser.clicks(element));
    });
  }

  awaits(query) {
    return eventually(`${query.kind} “${query.name}”`, () => this.browser.finds(query));
  }
}

function choose(id, value) {
  const list = document.getElementById(id);
  list.value = value;
  list.dispatchEvent(new Event('input', { bubbles: true }));
}

/** What `look` finds at last; it is asked again and again. */
export async function eventually(what, look) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not seen within ${PATIENCE} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// A person who uses only the keyboard.
import { expect } from '@playwright/test';

/** The maximum of arrow keys to a slot or a day. */
const MOST_STEPS = 60;
/** The elements at which Tab can stop. */
const STOPS = 'a[href], button, input, select, textarea, [tabindex="0"]';

export class Keyboard {
  constructor(page) {
    this.page = page;
  }

  press(key) {
    return this.page.keyboard.press(key);
  }

  type(text) {
    return this.page.keyboard.type(text);
  }

  /** Presses Tab until the element has the focus. */
  async tabsTo(locator) {
    await expect(locator).toBeVisible();
    // As many presses as there are stops: every test that offers a service makes the list longer.
    const stops = await this.page.locator(STOPS).count();
    for (let stop = 0; stop <= stops; stop += 1) {
      if (await hasFocus(locator)) return;
      await this.press('Tab');
    }
    await expect(locator).toBeFocused();
  }

  /** Moves with the arrow keys from the grid's tab stop to the slot. */
  async arrowsTo({ date, time }, slots) {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const at = await slots.page().evaluate(() => ({ ...document.activeElement.dataset }));
      if (at.date === date && at.time === time) return;
      if (at.date !== date) await this.press(at.date < date ? 'ArrowRight' : 'ArrowLeft');
      else await this.press(at.time < time ? 'ArrowDown' : 'ArrowUp');
    }
    await expect(slots).toBeFocused();
  }

  /** Moves with the arrow keys from the focused day to another, in its month or beyond. */
  async arrowsToDay(date) {
    const days = (a, b) => Math.round((new Date(a) - new Date(b)) / 86_400_000);
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const left = days(date, await this.focused('day'));
      if (left === 0) return;
      const arrow = left > 0 ? ['ArrowRight', 'ArrowDown'] : ['ArrowLeft', 'ArrowUp'];
      await this.moves(arrow[Math.abs(left) < 7 ? 0 : 1], 'day');
    }
    throw new Error(`No way to ${date} by arrow keys`);
  }

  /** Presses the key until the slot has the focus. */
  async stepsTo({ time }, key) {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      if ((await this.focused('time')) === time) return;
      await this.moves(key, 'time');
    }
    throw new Error(`No way to ${time} by ${key}`);
  }

  /** Presses the key and waits until another element has the focus. */
  async moves(key, name) {
    const before = await this.focused(name);
    await this.press(key);
    await expect.poll(() => this.focused(name)).not.toBe(before);
  }

  focused(name) {
    return this.page.evaluate((of) => document.activeElement.dataset[of] ?? '', name);
  }

  /** Whether the focus is inside an element, in the page beside it, or on the browser itself. */
  roomOfTheFocus(locator) {
    return locator.evaluate((element) => {
      const { activeElement, body } = document;
      if (activeElement === body) return 'the browser';
      return element.contains(activeElement) ? 'inside' : 'beside';
    });
  }
}

const hasFocus = (locator) => locator.evaluate((element) => element === document.activeElement);

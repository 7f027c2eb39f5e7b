// Hands on the keyboard only.
import { expect } from '@playwright/test';

/** How far a slot or a day may be away by arrow keys. */
const MOST_STEPS = 60;
/** Where Tab may stop. */
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
    // As many as there are: the list of services grows with every test that offers one.
    const stops = await this.page.locator(STOPS).count();
    for (let stop = 0; stop <= stops; stop += 1) {
      if (await hasFocus(locator)) return;
      await this.press('Tab');
    }
    await expect(locator).toBeFocused();
  }

  /** Goes with the arrow keys from wherever the grid is entered to the slot. */
  async arrowsTo({ date, time }, slots) {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const at = await slots.page().evaluate(() => ({ ...document.activeElement.dataset }));
      if (at.date === date && at.time === time) return;
      if (at.date !== date) await this.press(at.date < date ? 'ArrowRight' : 'ArrowLeft');
      else await this.press(at.time < time ? 'ArrowDown' : 'ArrowUp');
    }
    await expect(slots).toBeFocused();
  }

  /** Goes with the arrow keys from the day that has the focus to another, in its month or beyond. */
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

  /** Presses the key and waits for the focus to be on something else. */
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

// Hands on the keyboard only.
import { expect } from '@playwright/test';

const MOST_STOPS = 60;

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
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      if (await hasFocus(locator)) return;
      await this.press('Tab');
    }
    await expect(locator).toBeFocused();
  }

  /** Goes with the arrow keys from wherever the grid is entered to the slot. */
  async arrowsTo({ date, time }, slots) {
    for (let step = 0; step < MOST_STOPS; step += 1) {
      const at = await slots.page().evaluate(() => ({ ...document.activeElement.dataset }));
      if (at.date === date && at.time === time) return;
      if (at.date !== date) await this.press(at.date < date ? 'ArrowRight' : 'ArrowLeft');
      else await this.press(at.time < time ? 'ArrowDown' : 'ArrowUp');
    }
    await expect(slots).toBeFocused();
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

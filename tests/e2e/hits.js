// Presses that follow another one faster than anybody can react: the second half of a double click.

/** Half of the time between the two presses of a double click, in milliseconds. */
const HALF = 60;

/**
 * The speed of the page's animations while it is pressed, and so of the guard, which is an animation
 * too: a busy machine may need longer between two presses than the guard lasts.
 */
const SLOWED = 0.2;

async function slowed(page, hits) {
  const tools = await page.context().newCDPSession(page);
  await tools.send('Animation.enable');
  await tools.send('Animation.setPlaybackRate', { playbackRate: SLOWED });
  await hits();
  await tools.send('Animation.setPlaybackRate', { playbackRate: 1 });
  await tools.detach();
}

export const doubleClicks = (page, { x, y }) =>
  slowed(page, () => page.mouse.click(x, y, { clickCount: 2, delay: HALF }));

/** Taps, and taps again as soon as a dialog has opened. */
export const tapsTwice = (page, { x, y }) =>
  slowed(page, async () => {
    await page.touchscreen.tap(x, y);
    await page.waitForFunction(() => document.querySelector('dialog[open]'));
    await page.touchscreen.tap(x, y);
  });

/** The middle of an element in the window, once the element can be pressed. */
export async function middleOf(locator) {
  await locator.click({ trial: true });
  const { x, y, width, height } = await locator.boundingBox();
  return { x: x + width / 2, y: y + height / 2 };
}

/** Waits for an element, or for one with a text in it, and immediately clicks on its middle. */
export async function clicksAtOnce(page, selector, { once = selector, text = '' } = {}) {
  await slowed(page, async () => {
    const place = await page.waitForFunction(placeOf, { selector, once, text });
    const { x, y } = await place.jsonValue();
    await page.mouse.click(x, y);
  });
}

function placeOf({ selector, once, text }) {
  const sign = document.querySelector(once);
  const box = document.querySelector(selector)?.getBoundingClientRect();
  const isThere = sign?.textContent.includes(text) && box?.width > 0;
  return isThere && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/**
 * Opens a week and scrolls until a free slot lies at a point of the window, and returns that slot.
 * The week begins so many days before `slot` that its date's column is below the point.
 */
export async function bringsAFreeSlotTo(person, slot, point) {
  const { x, width } = await person.grid.boundingBox();
  const column = Math.floor((point.x - x) / (width / 7));
  const first = new Date(new Date(slot.date) - column * 86_400_000).toISOString().slice(0, 10);
  await person.looksAt({ ...slot, week: first });
  const found = await person.page.evaluate(scrollToASlot, point);
  if (!found) throw new Error(`No free slot can be scrolled to ${point.x}, ${point.y}`);
  // Not a trial click, because Playwright scrolls before it repeats one.
  await person.page.waitForFunction(isPressedAt, { ...point, ...found });
  return found;
}

function isPressedAt({ x, y, date, time }) {
  const slot = document.elementFromPoint(x, y)?.closest('[data-status]');
  return slot?.dataset.date === date && slot.dataset.time === time;
}

function scrollToASlot({ x, y }) {
  const most = document.documentElement.scrollHeight - window.innerHeight;
  for (const slot of document.querySelectorAll('[data-status="available"]')) {
    const box = slot.getBoundingClientRect();
    const top = box.y + window.scrollY + box.height / 2 - y;
    if (box.left < x && x < box.right && top >= 0 && top <= most) {
      window.scrollTo({ top, behavior: 'instant' });
      return { date: slot.dataset.date, time: slot.dataset.time };
    }
  }
  return undefined;
}

/** Collects the requests with a method to an address with this ending. */
export function requestsOf(page, method, end) {
  const requests = [];
  page.on('request', (request) => {
    if (request.method() === method && end.test(request.url())) requests.push(request);
  });
  return requests;
}

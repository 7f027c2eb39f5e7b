// What a visit loads, and in which order.
import { freshConsumer } from './accounts.js';
import { Consumer } from './consumer.js';
import { expect, test } from './people.js';
import { somebodyBooks } from './rivals.js';
import { freeSlot } from './slots.js';
import { PAGE } from './stack.js';

const isAuth = (path) => /\/assets\/auth-/.test(path);
const isFirestore = (path) => /\/assets\/firestore-/.test(path);
const isElsewhere = (path) => /desk|bookings/.test(path);
const isAvailability = (path) => path.startsWith('/api/availability');

test('availability is asked for once, while the wasm is still on the way', async ({ visitor }) => {
  const asked = requestsOf(visitor.page);
  await visitor.page.route('**/*.wasm', async (route) => {
    // Held back until the slots are requested. If they were not, nothing would ever be shown.
    await expect.poll(() => asked.some(isAvailability)).toBe(true);
    await route.continue();
  });

  await visitor.page.goto('/services/consultation');
  await expect(visitor.grid).toBeVisible();

  expect(asked.filter(isAvailability)).toHaveLength(1);
  expect(asked.filter((path) => path === '/api/services/consultation')).toHaveLength(1);
});

test('who waits for the wasm sees times at once and nothing that says to wait', async ({ visitor }) => {
  const { page } = visitor;
  const answers = ['/api/availability?', '/api/services/consultation'].map((path) =>
    page.waitForResponse((answer) => answer.url().includes(path)));
  await page.route('**/*.wasm', async (route) => {
    for (const answer of answers) await (await answer).finished();
    await route.continue();
  });
  await page.addInitScript(() => {
    window.toldToWait = [];
    new MutationObserver(() => {
      const told = document.querySelector('main')?.innerText.match(/Loading.*/);
      if (told) window.toldToWait.push(told[0]);
    }).observe(document, { childList: true, subtree: true });
  });

  await page.goto('/services/consultation');
  await expect(page.locator('[data-date][data-time]').first()).toBeVisible();

  expect(await page.evaluate(() => window.toldToWait)).toEqual([]);
});

test('times are on the screen though the Firestore SDK never comes', async ({ visitor }) => {
  await visitor.page.route('**/assets/firestore-*', (route) => route.abort());

  await visitor.page.goto('/services/consultation');

  await expect(visitor.page.locator('[data-date][data-time]').first()).toBeVisible();
});

const WITHOUT_SDK = {
  'is blocked': (route) => route.abort(),
  'never comes': () => {},
};

for (const [what, meets] of Object.entries(WITHOUT_SDK)) {
  test(`where the Firestore SDK ${what} a slot that somebody books turns red all the same`, async ({
    visitor,
  }) => {
    await visitor.page.route('**/assets/firestore-*', meets);
    const slot = await freeSlot('haircut');
    await visitor.looksAt(slot);
    await visitor.seesStatus(slot, 'available');

    await somebodyBooks(slot);

    await visitor.seesStatus(slot, 'booked');
  });
}

test('who only looks loads nothing of sign-in, of the list of bookings or of the desk', async ({ visitor }) => {
  const asked = requestsOf(visitor.page);

  await visitor.looksAtTheServices();
  await visitor.page.goto('/services/consultation');
  await expect.poll(() => asked.some(isFirestore)).toBe(true);
  await expect(visitor.page.getByRole('banner').getByRole('button', { name: 'Sign in' })).toBeVisible();

  expect(asked.filter(isAuth)).toEqual([]);
  expect(asked.filter(isElsewhere)).toEqual([]);
});

test('who has signed in is known again on the next visit', async ({ visitor }) => {
  visitor.account = await freshConsumer('Ines');
  await visitor.signsIn();
  const asked = requestsOf(visitor.page);

  await visitor.page.goto('/services/consultation');

  await expect(visitor.page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  expect(asked.some(isAuth)).toBe(true);
});

test('who signs in in another tab is known in this one when it is looked at again', async ({
  visitor,
}) => {
  const { page } = visitor;
  await page.goto('/services/consultation');
  await expect(visitor.grid).toBeVisible();

  const jan = await freshConsumer('Jan');
  await new Consumer(await page.context().newPage(), jan).signsIn();
  await page.bringToFront();
  // A headless browser shows every tab all the time, so the test dispatches the event.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));

  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
});

test('a program that cannot start says so and offers to load the page again', async ({ visitor }) => {
  const { page } = visitor;
  await page.route('**/*.wasm', (route) => route.abort(), { times: 2 });
  await page.goto('/services/consultation');
  const stopped = page.getByRole('alert').filter({ hasText: 'This page has stopped working.' });
  await expect(stopped).toBeVisible();
  await page.unroute('**/*.wasm');

  await stopped.getByRole('link', { name: 'Load it again' }).click();

  await expect(visitor.grid).toBeVisible();
  await expect(stopped).toBeHidden();
});

test('a program that stops says so and offers to load the page again', async ({ visitor }) => {
  const { page } = visitor;
  await page.goto('/services/consultation');
  await expect(visitor.grid).toBeVisible();
  // No device has such a time, so the program panics.
  await page.evaluate(() => {
    Date.now = () => Infinity;
    window.dispatchEvent(new Event('focus'));
  });
  const stopped = page.getByRole('alert').filter({ hasText: 'This page has stopped working.' });
  await expect(stopped).toBeVisible();

  await stopped.getByRole('link', { name: 'Load it again' }).click();

  await expect(visitor.grid).toBeVisible();
  await expect(stopped).toBeHidden();
});

/** The paths requested from the page's own origin, in order; the list grows. */
function requestsOf(page) {
  const paths = [];
  page.on('request', (request) => {
    const { origin, pathname, search } = new URL(request.url());
    if (origin === PAGE) paths.push(pathname + search);
  });
  return paths;
}

// What a page costs in Firestore: documents read, and open listeners.
import { freshConsumer } from './accounts.js';
import { Listeners } from './listeners.js';
import { expect, test } from './people.js';
import { QUIET_SLOTS, quietService, serviceName } from './quiet_service.js';
import { AUTH, fetchJson, PAGE } from './stack.js';

const inTouch = (listeners) => expect.poll(() => listeners.current).toBe(1);

test('a calendar of 350 slots in which nothing changes costs two documents at most, and one more for each change', async ({
  visitor,
}) => {
  const { serviceId, slots } = await quietService();
  const { page } = visitor;
  const listeners = await Listeners.of(page);

  await page.goto(`/services/${serviceId}`);
  await inTouch(listeners);
  const untouched = listeners.documentsRead;

  for (const slot of slots.slice(0, 3)) {
    await visitor.seesStatus(slot, 'available');
    await book(slot);
    await visitor.seesStatus(slot, 'booked');
  }

  expect(QUIET_SLOTS).toBe(350);
  expect(untouched).toBeLessThanOrEqual(2);
  expect(listeners.documentsRead).toBeLessThanOrEqual(untouched + 3);
  // Fewer would mean that reads were not counted.
  expect(listeners.documentsRead).toBeGreaterThanOrEqual(3);
});

test('one listener is open while a calendar is shown, whatever was shown before, and none after', async ({
  visitor,
}) => {
  const { serviceId } = await quietService();
  const { page } = visitor;
  const listeners = await Listeners.of(page);
  await visitor.looksAtTheServices();
  expect(listeners.open).toBe(0);

  for (let round = 0; round < 3; round += 1) {
    await visitor.serviceLink(serviceName(serviceId)).click();
    await inTouch(listeners);
    expect(listeners.open).toBe(1);
    await visitor.nextWeek.click();
    await page.getByRole('button', { name: 'Previous week' }).click();
    await inTouch(listeners);
    await expect.poll(() => listeners.open).toBe(1);
    await page.getByRole('banner').getByRole('link', { name: 'Slotbook' }).click();
    await expect.poll(() => listeners.open).toBe(0);
  }

  expect(listeners.opened).toBeGreaterThanOrEqual(3);
});

/** Another person books the slot, without a page. */
async function book({ serviceId, date, time }) {
  const { email, password } = await freshConsumer('Karl');
  const signIn = `${AUTH}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=any`;
  const { idToken } = await post(signIn, { email, password, returnSecureToken: true });
  const authorization = `Bearer ${idToken}`;
  await post(`${PAGE}/api/bookings`, { serviceId, date, time }, { authorization });
}

const post = (url, body, headers) =>
  fetchJson(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

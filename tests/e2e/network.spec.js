// When something cannot be reached.
import { freshConsumer } from './accounts.js';
import { books, freeSlotsOf, freshOffer, somebodyWithBookings } from './offers.js';
import { expect, test } from './people.js';
import { somebodyBooks } from './rivals.js';
import { freeSlot } from './slots.js';
import { FIRESTORE } from './stack.js';
import { bookingDocument, bookingId } from './truth.js';

const CANNOT_BE_REACHED = 'Slotbook cannot be reached. Check your connection and try again.';

test('offline the page says that times may be old, and back online it shows what happened', async ({
  visitor,
}) => {
  const slot = await freeSlot('haircut');
  await visitor.looksAt(slot);
  const isStillThere = await visitor.marksThePage();

  await visitor.page.context().setOffline(true);
  await expect(visitor.warning).toBeVisible();
  await somebodyBooks(slot);
  await visitor.seesStatus(slot, 'available');
  await visitor.page.context().setOffline(false);

  await visitor.seesStatus(slot, 'booked');
  await expect(visitor.warning).toBeHidden();
  await isStillThere();
});

test('one’s bookings offline say that they may be old, and back online show what was booked', async ({
  visitor,
}) => {
  const { consumer, slots, rest } = await somebodyWithBookings(1);
  visitor.account = consumer;
  await visitor.signsIn();
  await visitor.looksAtOwnBookings();
  await expect(visitor.ownBooking(bookingId(slots[0]))).toBeVisible();
  const warning = visitor.page.getByText('Reconnecting – this list may be out of date.');

  await visitor.page.context().setOffline(true);
  await expect(warning).toBeVisible();
  await books(consumer, rest[0]);
  await visitor.page.context().setOffline(false);

  await expect(visitor.ownBooking(bookingId(rest[0]))).toBeVisible();
  await expect(warning).toBeHidden();
});

test('the desk offline says that bookings may be missing, and back online shows them', async ({
  provider,
}) => {
  const { provider: account, service } = await freshOffer();
  const [slot, other] = await freeSlotsOf(service);
  await books(await freshConsumer('Nils'), slot);
  provider.account = account;
  await provider.opensTheDesk();
  await expect(provider.appointment(bookingId(slot))).toBeVisible();
  const warning = provider.page.getByText('Reconnecting – bookings may be missing.');

  await provider.page.context().setOffline(true);
  await expect(warning).toBeVisible();
  await books(await freshConsumer('Nina'), other);
  await provider.page.context().setOffline(false);

  await expect(provider.appointment(bookingId(other))).toBeVisible();
  await expect(warning).toBeHidden();
});

test('without the API the calendar comes from Firestore and stays live; with it one books', async ({
  carol,
}) => {
  const slot = await freeSlot('haircut');
  const taken = await freeSlot('haircut');
  await carol.signsIn();
  await carol.page.route('**/api/**', (route) => route.abort());
  await carol.looksAt(taken);
  await carol.seesStatus(taken, 'available');
  await somebodyBooks(taken);
  await carol.seesStatus(taken, 'booked');

  await carol.page.unroute('**/api/**');
  await carol.looksAt(slot);
  await carol.chooses(slot);
  await carol.isAskedToConfirm(slot);
  await carol.confirms();
  await carol.seesItConfirmed();
  expect(await bookingDocument(slot)).toMatchObject({ user_email: carol.account.email });
});

test('a page that is told when to ask again does not ask sooner', async ({ visitor }) => {
  const { page } = visitor;
  const slot = await freeSlot('haircut');
  await page.route('**/assets/firestore-*', (route) => route.abort());
  await visitor.looksAt(slot);
  const askedAt = [];
  await page.route('**/api/availability?**', (route) => {
    askedAt.push(Date.now());
    return route.fulfill(tellsToWait(8));
  });

  await expect.poll(() => askedAt.length, { timeout: 40_000 }).toBe(2);

  expect(askedAt[1] - askedAt[0]).toBeGreaterThanOrEqual(8_000);
  await visitor.seesStatus(slot, 'available');
});

test('with nothing to be reached nothing is shown as free, and one can try again', async ({
  visitor,
}) => {
  const slot = await freeSlot('haircut');
  const { page } = visitor;
  await page.route('**/api/availability?**', (route) => route.abort());
  await page.route(`${FIRESTORE}/**`, (route) => route.abort());
  await page.goto(`/services/haircut?view=week&date=${slot.date}`);
  await expect(page.getByRole('alert')).toContainText(CANNOT_BE_REACHED);
  await expect(page.locator('[data-status="available"]')).toHaveCount(0);

  const again = page.getByRole('button', { name: 'Try again' });
  // Nothing answers until the button can be pressed, because the page would retry by itself before.
  await again.click({ trial: true });
  await page.unrouteAll();
  await again.click();

  await visitor.seesStatus(slot, 'available');
});

const tellsToWait = (seconds) => ({
  status: 429,
  contentType: 'application/problem+json',
  headers: { 'retry-after': String(seconds) },
  body: JSON.stringify({
    type: 'about:blank',
    title: 'Too many requests',
    status: 429,
    detail: 'Too many requests. Try again in a moment.',
    code: 'rate_limited',
  }),
});

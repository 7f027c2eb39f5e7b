// Readers with wrong clocks: the server's time decides what is past and what is free.
import { freshConsumer } from './accounts.js';
import { Listeners } from './listeners.js';
import { books, freeSlotsOf, freshOffer, somebodyWithBookings } from './offers.js';
import { expect, test } from './people.js';
import { quietService } from './quiet_service.js';
import { somebodyBooks } from './rivals.js';
import { bookingDocument, bookingId } from './truth.js';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const WRONG_BY = {
  'a day ahead': DAY,
  'a day behind': -DAY,
  'an hour ahead': HOUR,
  'an hour behind': -HOUR,
};

for (const [how, shift] of Object.entries(WRONG_BY)) {
  test(`a reader whose clock is ${how} is shown what is free now, books it, and nothing that has begun`, async ({
    visitor,
  }) => {
    const { begun, free, other, serviceId } = await serviceAroundNow();
    const { page } = visitor;
    visitor.account = await freshConsumer('Tick');
    await hasClockWrongBy(page, shift);
    const listeners = await Listeners.of(page);
    await visitor.signsIn();

    await page.goto(`/services/${serviceId}`);

    await visitor.seesStatus(free, 'available');
    // The listener delivers all slots, whether they have begun or not, and has done so by now.
    await expect.poll(() => listeners.current).toBe(1);
    await somebodyBooks(other);
    await visitor.seesStatus(other, 'booked');
    const isFree = page.locator('[data-status="available"]');
    await expect(visitor.slot(begun).and(isFree)).toHaveCount(0);
    await visitor.chooses(free);
    await visitor.isAskedToConfirm(free);
    await visitor.confirms();
    await visitor.seesItConfirmed();
    expect(await bookingDocument(free)).toMatchObject({ user_email: visitor.account.email });
  });
}

test('a clock that is set while the page is open is found out when the reader comes back to it', async ({
  visitor,
}) => {
  const { page } = visitor;
  const { free, serviceId } = await serviceAroundNow();
  await hasClockWrongBy(page, 0);
  await page.goto(`/services/${serviceId}`);
  await visitor.seesStatus(free, 'available');

  for (const shift of [DAY, -DAY]) {
    const timeIsTold = page.waitForResponse((answer) => answer.request().method() === 'HEAD');
    await page.evaluate((wrongBy) => {
      window.wrongBy = wrongBy;
      window.dispatchEvent(new Event('focus'));
    }, shift);
    await timeIsTold;
    await visitor.seesStatus(free, 'available');
  }
});

test('one’s own bookings are past when the server’s time says so, not before', async ({ visitor }) => {
  const { consumer, slots } = await somebodyWithBookings(1);
  visitor.account = consumer;
  await hasClockWrongBy(visitor.page, 30 * DAY);
  await visitor.signsIn();

  await visitor.looksAtOwnBookings();

  const booking = visitor.ownBooking(bookingId(slots[0]));
  await expect(booking).toBeVisible();
  await expect(booking).not.toContainText('Past');
});

test('the desk opens on today by the server’s time', async ({ provider }) => {
  const { provider: account, service } = await freshOffer();
  const [slot] = await freeSlotsOf(service);
  await books(await freshConsumer('Toni'), slot);
  provider.account = account;
  await hasClockWrongBy(provider.page, 30 * DAY);

  await provider.opensTheDesk();

  await expect(provider.appointment(bookingId(slot))).toBeVisible();
});

/**
 * A service in UTC with a slot that began at least a quarter of an hour ago and two upcoming ones,
 * all just published.
 */
async function serviceAroundNow() {
  const quarter = Date.now() - (Date.now() % QUARTER);
  const starts = [-1, 3, 4].map((after) => quarter + after * QUARTER);
  const { serviceId, slots } = await quietService(starts, Date.now());
  const [begun, free, other] = slots;
  return { serviceId, begun, free, other };
}

/** Makes the page's device start with a wrong clock. How wrong it is can be changed later. */
const hasClockWrongBy = (page, shift) =>
  page.addInitScript((wrongBy) => {
    const Right = Date;
    window.wrongBy = wrongBy;
    window.Date = class extends Right {
      constructor(...given) {
        if (given.length > 0) super(...given);
        else super(Right.now() + window.wrongBy);
      }

      static now() {
        return Right.now() + window.wrongBy;
      }
    };
  }, shift);

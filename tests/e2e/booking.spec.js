// Booking a slot, and what can interrupt it.
import { freshConsumer } from './accounts.js';
import { BOOKED, CLOSED, LOST_RACE, TAKEN } from './consumer.js';
import { Keyboard } from './keyboard.js';
import { expect, test } from './people.js';
import { graceSetsOpen, somebodyBooks } from './rivals.js';
import { freeSlot } from './slots.js';
import { bookingDocument, bookingId } from './truth.js';

test('Carol finds the service, the week and the slot by mouse, and books', async ({ carol }) => {
  const slot = await freeSlot('haircut');
  await carol.signsIn();
  await carol.serviceLink('Haircut').click();
  await carol.turnsPagesTo(slot, () => carol.nextWeek.click());

  await carol.chooses(slot);
  await carol.isAskedToConfirm(slot);
  await carol.confirms();

  await carol.seesItConfirmed();
  await carol.seesStatus(slot, 'booked');
  expect(await bookingDocument(slot)).toMatchObject({ user_email: carol.account.email });
});

test('after booking, all there is to know stands above the calendar, with ways on', async ({
  carol,
}) => {
  const slot = await freeSlot('haircut');
  await carol.signsIn();
  await carol.books(slot);

  const panel = carol.page.getByRole('status').filter({ hasText: BOOKED });
  await expect(panel).toBeInViewport();
  for (const fact of ['Haircut', 'Grace Murray', slot.time, carol.account.email]) {
    await expect(panel).toContainText(fact);
  }
  await panel.getByRole('button', { name: 'Back to the calendar' }).click();
  await expect(carol.page.getByText(BOOKED)).toHaveCount(0);

  await carol.books(await freeSlot('haircut'));
  await panel.getByRole('link', { name: 'My bookings' }).click();

  await expect(carol.page).toHaveURL(/\/bookings$/);
  await expect(carol.ownBooking(bookingId(slot))).toBeVisible();
});

test('on a phone of 320 pixels Carol chooses a day, then a slot, and books', async ({ carol }) => {
  await carol.page.setViewportSize({ width: 320, height: 568 });
  const slot = await freeSlot('haircut');
  await carol.signsIn();
  await carol.looksAtTheDayOf(slot);
  await expect(carol.slot(slot)).toBeInViewport();
  expect(await carol.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);

  await carol.chooses(slot);
  await carol.isAskedToConfirm(slot);
  await expect(carol.confirm).toBeInViewport();
  await carol.confirms();

  await carol.seesItConfirmed();
  expect(await bookingDocument(slot)).toMatchObject({ user_email: carol.account.email });
});

test('in a month Carol goes by keyboard from day to day, into the day, back, and books', async ({
  carol,
}) => {
  const slot = await freeSlot('haircut');
  const keyboard = new Keyboard(carol.page);
  await carol.signsIn();
  await carol.page.goto('/services/haircut?view=month');
  await carol.page.getByRole('button', { name: 'Month', exact: true }).click();
  await keyboard.tabsTo(carol.days.locator('[tabindex="0"]'));

  await keyboard.arrowsToDay(slot.date);
  await keyboard.press('Enter');
  await expect(carol.daySlots.locator(':focus')).toHaveCount(1);
  await keyboard.press('Escape');
  await expect(carol.day(slot.date)).toBeFocused();
  await keyboard.press('Enter');
  await expect(carol.daySlots.locator(':focus')).toHaveCount(1);
  await keyboard.press('Control+Home');
  await keyboard.stepsTo(slot, 'ArrowRight');
  await keyboard.press('Enter');

  await carol.isAskedToConfirm(slot);
  await keyboard.tabsTo(carol.confirm);
  await keyboard.press('Enter');
  await carol.seesItConfirmed();
  expect(await bookingDocument(slot)).toMatchObject({ user_email: carol.account.email });
});

test('who loses the race is offered what is near, takes it, and has it', async ({ carol }) => {
  const slot = await freeSlot('haircut');
  await carol.signsIn();
  await carol.looksAt(slot);
  await carol.chooses(slot);
  await carol.page.route('**/api/bookings', async (route) => {
    await somebodyBooks(slot);
    await route.continue();
  });

  await carol.confirms();

  await carol.cannotHaveIt(LOST_RACE);
  await carol.seesStatusBehind(slot, 'booked');
  await carol.page.unroute('**/api/bookings');
  const answer = carol.page.waitForResponse('**/api/bookings');
  await carol.alternatives.getByRole('button').first().click();
  await expect(carol.modal.getByRole('alert')).toBeHidden();
  await carol.confirms();
  await carol.seesItConfirmed();
  const { date, time } = await (await answer).json();
  const booking = await bookingDocument({ serviceId: 'haircut', date, time });
  expect(booking).toMatchObject({ user_email: carol.account.email });
});

test('a slot that somebody books under the open modal can no longer be confirmed', async ({
  carol,
}) => {
  const slot = await freeSlot('haircut');
  await carol.signsIn();
  await carol.looksAt(slot);
  await carol.chooses(slot);
  await carol.confirm.focus();

  await somebodyBooks(slot);

  await carol.cannotHaveIt(TAKEN);
  expect(await new Keyboard(carol.page).roomOfTheFocus(carol.modal)).toBe('inside');
});

test('a slot that is closed under the open modal can no longer be confirmed, until it is opened', async ({
  carol,
}) => {
  const slot = await freeSlot('haircut');
  await carol.signsIn();
  await carol.looksAt(slot);
  await carol.chooses(slot);
  await carol.isAskedToConfirm(slot);

  await graceSetsOpen(slot, false);
  await carol.cannotHaveIt(CLOSED);

  await graceSetsOpen(slot, true);
  await expect(carol.confirm).toBeEnabled();
  await expect(carol.modal.getByRole('alert')).toBeHidden();
});

test('an answer that never comes is asked for again, and then it is said what to do', async ({
  carol,
}) => {
  const slot = await freeSlot('haircut');
  await carol.signsIn();
  await carol.looksAt(slot);
  await carol.chooses(slot);
  let asked = 0;
  await carol.page.route('**/api/bookings', async (route) => {
    asked += 1;
    // The first request reaches the API, and only its answer is lost.
    if (asked === 1) await route.fetch();
    await route.abort();
  });

  await carol.confirm.dblclick();

  await expect(carol.modal.getByText('Still trying…')).toBeVisible();
  await expect(carol.modal.getByRole('alert')).toContainText('press Confirm Booking again');
  expect(asked).toBe(5);
  await carol.page.unroute('**/api/bookings');
  await carol.confirms();
  await carol.seesItConfirmed();
  expect(await bookingDocument(slot)).toMatchObject({ user_email: carol.account.email });
});

test('a double click books once', async ({ visitor }) => {
  const slot = await freeSlot('haircut');
  const account = await freshConsumer('Ivan');
  await visitor.looksAt(slot);
  await visitor.chooses(slot);
  await visitor.signIn.as(account);
  await visitor.isAskedToConfirm(slot);
  const requests = [];
  visitor.page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/bookings')) {
      requests.push(request);
    }
  });

  await visitor.confirm.dblclick();

  await visitor.seesItConfirmed();
  expect(requests).toHaveLength(1);
});

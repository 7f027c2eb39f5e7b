// A press that was meant for one control has no effect on another that has just appeared.
import { LOST_RACE } from './consumer.js';
import {
  bringsAFreeSlotTo,
  clicksAtOnce,
  doubleClicks,
  middleOf,
  requestsOf,
  tapsTwice,
} from './hits.js';
import { Keyboard } from './keyboard.js';
import { freeSlotsOf, freshOffer } from './offers.js';
import { expect, test } from './people.js';
import { somebodyBooks } from './rivals.js';
import { freeSlot } from './slots.js';

const BOOKINGS = /\/api\/bookings$/;
const SLOTS = /\/slots\/[\d-]+\/[\d:%A]+$/;
const WIDE = { width: 1200, height: 900 };

/** Opens the modal once to see where one of its buttons will be, and closes it again. */
async function seesWhere(person, slot, button) {
  await person.chooses(slot);
  await person.isAskedToConfirm(slot);
  const place = await middleOf(button);
  await person.page.keyboard.press('Escape');
  await expect(person.modal).toBeHidden();
  return place;
}

/** Signs in at a calendar that is longer than the window, at a slot of a week. */
async function looksAtASlot(person) {
  const { service } = await freshOffer();
  const free = await freeSlotsOf(service);
  const slot = free.find(({ startsAt }) => new Date(startsAt) - Date.now() > 7 * 86_400_000);
  await person.looksAt(slot);
  await person.banner.getByRole('button', { name: 'Sign in' }).click();
  await person.signIn.as(person.account);
  await person.isSignedIn();
  return slot;
}

test('a double click on a slot that lies where Confirm will be asks, and books nothing', async ({
  carol,
}) => {
  const { page } = carol;
  await page.setViewportSize(WIDE);
  const slot = await looksAtASlot(carol);
  const place = await seesWhere(carol, slot, carol.confirm);
  const under = await bringsAFreeSlotTo(carol, slot, place);
  const bookings = requestsOf(page, 'POST', BOOKINGS);

  await doubleClicks(page, place);

  await carol.isAskedToConfirm(under);
  expect(bookings).toHaveLength(0);
  await carol.confirms();
  await carol.seesItConfirmed();
  expect(bookings).toHaveLength(1);
});

test('two quick taps on a phone on a slot that lies where Confirm will be book nothing', async ({
  carolOnAPhone: carol,
}) => {
  const { page } = carol;
  const slot = await looksAtASlot(carol);
  const place = await seesWhere(carol, slot, carol.confirm);
  const under = await bringsAFreeSlotTo(carol, slot, place);
  const bookings = requestsOf(page, 'POST', BOOKINGS);

  await tapsTwice(page, place);

  await carol.isAskedToConfirm(under);
  expect(bookings).toHaveLength(0);
  await carol.confirm.tap();
  await carol.seesItConfirmed();
  expect(bookings).toHaveLength(1);
});

test('the second click beside the modal does not close what the first one opened', async ({
  carol,
}) => {
  const { page } = carol;
  await page.setViewportSize(WIDE);
  const slot = await looksAtASlot(carol);
  const beside = await middleOf(carol.slot(slot));
  expect(beside.x).toBeLessThan(300);

  await doubleClicks(page, beside);

  await carol.isAskedToConfirm(slot);
  await expect(async () => {
    await page.mouse.click(beside.x, beside.y);
    await expect(carol.modal).toBeHidden({ timeout: 100 });
  }).toPass();
});

test('the sign-in dialog stays open too, and a press dragged out of it does not close it', async ({
  visitor,
}) => {
  const { page } = visitor;
  await page.setViewportSize(WIDE);
  const slot = await freeSlot('haircut');
  await visitor.looksAt(slot);
  const beside = await middleOf(visitor.slot(slot));

  await doubleClicks(page, beside);

  const { dialog, email } = visitor.signIn;
  await expect(dialog).toBeVisible();
  await email.click();
  await page.mouse.down();
  await page.mouse.move(beside.x, beside.y);
  await page.mouse.up();
  await expect(dialog).toBeVisible();
  await email.fill('still here');
});

test('a double click on Cancel does not choose the slot that lies under it', async ({ carol }) => {
  const { page } = carol;
  await page.setViewportSize(WIDE);
  const slot = await looksAtASlot(carol);
  const cancel = carol.modal.getByRole('button', { name: 'Cancel' });
  const place = await seesWhere(carol, slot, cancel);
  const under = await bringsAFreeSlotTo(carol, slot, place);
  await carol.chooses(under);
  await carol.isAskedToConfirm(under);

  await cancel.click({ clickCount: 2, delay: 60 });

  await expect(carol.modal).toBeHidden();
  await carol.chooses(under);
  await carol.isAskedToConfirm(under);
});

test('a double click on an alternative does not book it where Confirm moves under the pointer', async ({
  carol,
}) => {
  const { page } = carol;
  await page.setViewportSize(WIDE);
  const slot = await looksAtASlot(carol);
  const choices = carol.alternatives.getByRole('button');
  await carol.chooses(slot);
  await losesTheRace(carol);
  const boxes = await Promise.all((await choices.all()).map((choice) => choice.boundingBox()));
  await choices.first().click();
  await expect(carol.alternatives).toBeHidden();
  const place = await middleOf(carol.confirm);
  const isThere = ({ y, height }) => y < place.y && place.y < y + height;
  expect(boxes.some(isThere), 'an alternative lies where Confirm will be').toBe(true);
  await losesTheRace(carol);
  await choices.first().click({ trial: true });
  const bookings = requestsOf(page, 'POST', BOOKINGS);

  await doubleClicks(page, place);

  await expect(carol.alternatives).toBeHidden();
  expect(bookings).toHaveLength(0);
  await carol.confirms();
  await carol.seesItConfirmed();
  expect(bookings).toHaveLength(1);
});

test('a click that is on its way when the alternatives appear chooses none of them', async ({
  carol,
}) => {
  const slot = await looksAtASlot(carol);
  await carol.chooses(slot);
  await willBeBeaten(carol);
  await carol.confirms();

  await clicksAtOnce(carol.page, 'dialog li button');

  await carol.cannotHaveIt(LOST_RACE);
  await carol.alternatives.getByRole('button').first().click();
  await expect(carol.alternatives).toBeHidden();
  await expect(carol.confirm).toBeEnabled();
});

/** Confirms, but another person has booked the slot. */
async function losesTheRace(person) {
  await willBeBeaten(person);
  await person.confirms();
  await person.cannotHaveIt(LOST_RACE);
}

/** Has another person book the next slot at the moment in which it is confirmed. */
async function willBeBeaten(person) {
  const beaten = async (route) => {
    await somebodyBooks(route.request().postDataJSON());
    await route.continue();
  };
  await person.page.route('**/api/bookings', beaten, { times: 1 });
}

test('a click that is on its way when the booking is confirmed does not put that away', async ({ carol }) => {
  const slot = await looksAtASlot(carol);
  await carol.chooses(slot);
  await carol.isAskedToConfirm(slot);
  await carol.confirms();

  await clicksAtOnce(carol.page, '[role="status"] a[href="/bookings"] + button');

  await carol.seesItConfirmed();
  await carol.page.getByRole('button', { name: 'Back to the calendar' }).click();
  await expect(carol.page.getByText('Booking confirmed')).toBeHidden();
});

test('what moves under the pointer when a notice appears is not chosen', async ({ carol }) => {
  const { page } = carol;
  const slot = await looksAtASlot(carol);
  const { date, time } = slot;
  const other = await carol.inAnotherTab();
  await other.page.goto('/');
  await other.isSignedIn();

  await other.signOut.click();
  await clicksAtOnce(page, `[data-date="${date}"][data-time="${time}"]`, {
    once: 'main',
    text: 'You have been signed out',
  });

  await expect(page.getByText('You have been signed out, perhaps in another tab.')).toBeVisible();
  await expect(carol.signIn.dialog).toBeHidden();
  await carol.chooses(slot);
  await expect(carol.signIn.dialog).toBeVisible();
});

test('a second click on the desk does not undo what the first one did', async ({ provider }) => {
  const { page } = provider;
  const offer = await freshOffer();
  provider.account = offer.provider;
  const [slot] = await freeSlotsOf(offer.service);
  await provider.opensTheDesk();
  await provider.looksAtTheSlots(slot);
  const changes = requestsOf(page, 'PATCH', SLOTS);

  await provider.closes(slot);
  await clicksAtOnce(page, `[data-day="${slot.date}"] button[aria-label^="Open ${slot.time}"]`);

  await provider.seesOnTheBoard(slot, 'closed');
  expect(changes).toHaveLength(1);
  await provider.opens(slot);
  await provider.seesOnTheBoard(slot, 'open');
});

test('a second click on Close day or on Switch off does not undo it', async ({ provider }) => {
  const { page } = provider;
  const offer = await freshOffer();
  provider.account = offer.provider;
  const [slot] = await freeSlotsOf(offer.service);
  await provider.opensTheDesk();
  await provider.looksAtTheSlots(slot);
  const changes = requestsOf(page, 'PATCH', /./);

  await provider.day(slot.date).getByRole('button', { name: /^Close day/ }).click();
  await clicksAtOnce(page, `[data-day="${slot.date}"] button[aria-label^="Open day"]`);
  await provider.seesOnTheBoard(slot, 'closed');
  expect(changes).toHaveLength(1);

  await provider.goesTo(`services/${offer.service.id}`);
  await page.getByRole('button', { name: 'Switch off' }).click();
  const again = page.getByRole('button', { name: 'Switch on' });
  await clicksAtOnce(page, 'section:last-of-type > button', { text: 'Switch on' });
  await expect(page.getByText('is not offered any more')).toBeVisible();
  expect(changes).toHaveLength(2);
  await again.click();
  await expect(page.getByText('is offered again')).toBeVisible();
});

test('a key held down on a slot asks, and neither books nor turns away', async ({ carol }) => {
  const { page } = carol;
  const slot = await looksAtASlot(carol);
  const bookings = requestsOf(page, 'POST', BOOKINGS);
  await carol.slot(slot).focus();

  await page.keyboard.down('Enter');
  await expect(carol.modal).toBeVisible();
  for (let repeat = 0; repeat < 3; repeat += 1) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');

  await carol.isAskedToConfirm(slot);
  expect(bookings).toHaveLength(0);
  const keyboard = new Keyboard(page);
  await keyboard.tabsTo(carol.confirm);
  await keyboard.press('Enter');
  await carol.seesItConfirmed();
  expect(bookings).toHaveLength(1);
});

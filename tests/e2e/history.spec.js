// Back closes what is on top and leaves everything else as it was.
import { freshConsumer } from './accounts.js';
import { LOST_RACE } from './consumer.js';
import { asks, books, freeSlotsOf, freshOffer } from './offers.js';
import { expect, test } from './people.js';
import { freeSlot } from './slots.js';

const lengthOf = (page) => page.evaluate(() => history.length);

/** Opens the week of a slot, coming from the week before it. */
async function turnsThePageTo(person, slot) {
  const weekBefore = new Date(new Date(slot.date) - 7 * 86_400_000).toISOString().slice(0, 10);
  await person.page.goto(`/services/${slot.serviceId}?view=week&date=${weekBefore}`);
  await person.nextWeek.click();
  await person.seesStatus(slot, 'available');
  return { before: weekBefore, here: person.page.url() };
}

test('Back closes the modal, the slot has the focus, and the calendar stays where it was', async ({
  carol,
}) => {
  const { page } = carol;
  const slot = await freeSlot('haircut');
  await carol.signsIn();
  const { here, before } = await turnsThePageTo(carol, slot);
  await carol.chooses(slot);
  await carol.isAskedToConfirm(slot);

  await page.goBack();

  await expect(carol.modal).toBeHidden();
  await expect(carol.slot(slot)).toBeFocused();
  expect(page.url()).toBe(here);
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(before));
  await expect(carol.slot(slot)).toHaveCount(0);
});

test('Forward opens nothing, and the next step back is a step back', async ({ carol }) => {
  const { page } = carol;
  const slot = await freeSlot('haircut');
  await carol.signsIn();
  const { here, before } = await turnsThePageTo(carol, slot);
  await carol.chooses(slot);
  await carol.isAskedToConfirm(slot);
  await page.goBack();
  await expect(carol.modal).toBeHidden();

  await page.evaluate(() => history.forward());

  await expect.poll(() => page.evaluate(() => String(history.state))).toMatch(/^slotbook-dialog/);
  await carol.seesStatus(slot, 'available');
  await expect(carol.modal).toBeHidden();
  expect(page.url()).toBe(here);
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(before));
});

test('loaded anew with the modal open it shows the calendar, one step after the one before', async ({
  carol,
}) => {
  const { page } = carol;
  const slot = await freeSlot('haircut');
  await carol.signsIn();
  const { here, before } = await turnsThePageTo(carol, slot);
  await carol.chooses(slot);
  await carol.isAskedToConfirm(slot);

  await page.reload();

  await carol.seesStatus(slot, 'available');
  await expect(carol.modal).toBeHidden();
  expect(page.url()).toBe(here);
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(before));
});

test('looking at slots one after the other piles up no history', async ({ carol }) => {
  const { page } = carol;
  const slot = await freeSlot('haircut');
  await carol.signsIn();
  const { before } = await turnsThePageTo(carol, slot);
  const length = await lengthOf(page);

  const ways = [
    () => page.keyboard.press('Escape'),
    () => carol.modal.getByRole('button', { name: 'Cancel' }).click(),
    () => page.goBack(),
    () => page.keyboard.press('Escape'),
  ];
  for (const turnsAway of ways) {
    await carol.chooses(slot);
    await carol.isAskedToConfirm(slot);
    await turnsAway();
    await expect(carol.modal).toBeHidden();
  }

  expect(await lengthOf(page)).toBeLessThanOrEqual(length + 1);
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(before));
});

test('looking at the slots of one day after the other piles up none either', async ({ carol }) => {
  const { page } = carol;
  const slot = await freeSlot('consultation');
  await carol.signsIn();
  await carol.looksAt(slot);
  await page.getByRole('button', { name: 'Month', exact: true }).click();
  const days = carol.days.locator('[data-day]', { hasText: 'free' });
  await expect(days.nth(1)).toBeVisible();
  const length = await lengthOf(page);

  for (const [turn, zone] of ['Show in my time zone', 'Show in local time'].entries()) {
    const day = await days.nth(turn).getAttribute('data-day');
    await carol.day(day).click();
    await expect(page).toHaveURL(new RegExp(`date=${day}`));
    await carol.daySlots.locator('[data-status="available"]').first().click();
    await carol.modal.getByRole('button', { name: 'Cancel' }).click();
    await expect(carol.modal).toBeHidden();
    await page.getByRole('button', { name: zone }).click();
    await expect(page.getByRole('button', { name: zone })).toBeHidden();
  }

  expect(await lengthOf(page)).toBeLessThanOrEqual(length + 1);
  await page.goBack();
  await expect(page).toHaveURL(/view=week/);
});

test('a link that is followed in the moment in which a dialog closes is followed', async ({
  visitor,
}) => {
  const { page, signIn } = visitor;
  const slot = await freeSlot('haircut');
  await visitor.looksAt(slot);
  await visitor.chooses(slot);
  await expect(signIn.dialog).toBeVisible();

  await page.evaluate(() => {
    const cancel = [...document.querySelectorAll('dialog[open] button')].at(-1);
    cancel.click();
    setTimeout(() => document.querySelector('main a').click());
  });

  await expect(page.getByRole('heading', { name: 'Services', level: 1 })).toBeVisible();
  await visitor.serviceLink('Consultation').click();
  await expect(page).toHaveURL(/consultation/);
  await page.goBack();
  await page.goBack();
  await visitor.seesStatus(slot, 'available');
});

const doors = { '/': 'Sign in', '/bookings': 'Sign in to see your bookings', '/desk': 'Sign in to your desk' };

for (const [address, button] of Object.entries(doors)) {
  test(`Back closes the sign-in dialog at ${address}`, async ({ visitor }) => {
    const { page, signIn } = visitor;
    await page.goto('/services/haircut');
    await expect(visitor.grid).toBeVisible();
    await page.goto(address);
    const door = page.getByRole('button', { name: button, exact: true });
    await door.click();
    await expect(signIn.dialog).toBeVisible();

    await page.goBack();

    await expect(signIn.dialog).toBeHidden();
    await expect(door).toBeFocused();
    expect(new URL(page.url()).pathname).toBe(address);
  });
}

test('who has signed in on the way to a slot goes back from its modal to the calendar', async ({
  visitor,
}) => {
  const { page } = visitor;
  const slot = await freeSlot('haircut');
  const account = await freshConsumer('Hella');
  const { here, before } = await turnsThePageTo(visitor, slot);
  await visitor.chooses(slot);
  await visitor.signIn.as(account);
  await visitor.isAskedToConfirm(slot);

  await page.goBack();

  await expect(visitor.modal).toBeHidden();
  await visitor.isSignedIn();
  expect(page.url()).toBe(here);
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(before));
});

test('a booking on its way is waited for, however one goes back', async ({ carol }) => {
  const { page } = carol;
  const slot = await freeSlot('haircut');
  await carol.signsIn();
  const { here } = await turnsThePageTo(carol, slot);
  await carol.chooses(slot);
  await carol.isAskedToConfirm(slot);
  let answer;
  await page.route('**/api/bookings', (route) => {
    answer = () => route.continue();
  });
  await carol.confirms();
  await expect(carol.confirm).toBeDisabled();

  await page.goBack();

  await expect(carol.modal).toBeVisible();
  await expect(carol.confirm).toBeDisabled();
  expect(page.url()).toBe(here);
  await expect.poll(() => typeof answer).toBe('function');
  await answer();
  await carol.seesItConfirmed();
  expect(page.url()).toBe(here);
});

test('Back from an alternative on another page of the calendar leaves that page in sight', async ({
  visitor,
}) => {
  const { page } = visitor;
  const { provider, service } = await freshOffer();
  const free = await freeSlotsOf(service);
  const days = [...new Set(free.map(({ date }) => date))];
  const [lost] = free.filter(({ date }) => date === days[0]);
  // No other slot of that day is free, so the nearest ones are on the next day.
  for (const { time } of free.filter((it) => it.date === lost.date && it.time !== lost.time)) {
    const address = `provider/services/${service.id}/slots/${lost.date}/${time}`;
    await asks(provider, 'PATCH', address, { isOpen: false });
  }
  visitor.account = await freshConsumer('Hedda');
  await visitor.signsIn();
  const first = new Date(new Date(lost.date) - 6 * 86_400_000).toISOString().slice(0, 10);
  await page.goto(`/services/${service.id}?view=week&date=${first}`);
  await visitor.chooses(lost);
  await visitor.isAskedToConfirm(lost);
  const rival = await freshConsumer('Rita');
  await page.route('**/api/bookings', async (route) => {
    await books(rival, lost);
    await route.continue();
  }, { times: 1 });
  await visitor.confirms();
  await visitor.cannotHaveIt(LOST_RACE);
  const length = await lengthOf(page);
  await visitor.alternatives.getByRole('button').first().click();
  await expect(visitor.alternatives).toBeHidden();
  const next = free.find(({ date }) => date === days[1]);
  await expect(visitor.slot(next)).toBeAttached();
  const there = page.url();

  await page.goBack();

  await expect(visitor.modal).toBeHidden();
  expect(page.url()).toBe(there);
  await expect(visitor.slot(next)).toBeVisible();
  expect(await lengthOf(page)).toBeLessThanOrEqual(length + 1);
});

test('who went back to another week and then follows a link begins at the top of its page', async ({
  visitor,
}) => {
  const { page } = visitor;
  await page.setViewportSize({ width: 800, height: 300 });
  const slot = await freeSlot('haircut');
  await turnsThePageTo(visitor, slot);
  await page.goBack();
  await expect(visitor.slot(slot)).toHaveCount(0);
  await page.evaluate(() => window.scrollTo(0, 200));

  await page.getByRole('link', { name: 'All services' }).evaluate((link) => link.click());

  await expect(page.getByRole('heading', { name: 'Services', level: 1 })).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(0);
});

// The focus goes to what the person asked for, and never away from what they are doing.
import { Keyboard } from './keyboard.js';
import { asks, freeSlotsOf, freshOffer } from './offers.js';
import { expect, test } from './people.js';
import { somebodyBooks } from './rivals.js';
import { freeSlot } from './slots.js';

test('the sign-in dialog begins in its first field, and so does signing up', async ({ visitor }) => {
  await visitor.goesToSignIn();
  const { signIn } = visitor;
  await expect(signIn.email).toBeFocused();

  await signIn.turnsTo('New here? Create an account');
  await expect(signIn.name).toBeFocused();

  await signIn.turnsTo('Have an account? Sign in');
  await expect(signIn.email).toBeFocused();
});

test('a week without slots that the keyboard led to does not take the focus later', async ({
  visitor,
}) => {
  const { service } = await freshOffer();
  const slots = await freeSlotsOf(service);
  const { page } = visitor;
  const keyboard = new Keyboard(page);
  // The week begins with the last slot, so the next week is empty.
  await visitor.looksAt({ ...slots.at(-1), serviceId: service.id });
  await visitor.slot(slots.at(-1)).focus();
  await keyboard.press('PageDown');
  await expect(page.getByText('No slots available', { exact: true })).toBeVisible();
  const back = page.getByRole('button', { name: 'Previous week' });
  await keyboard.tabsTo(back);

  await keyboard.press('Enter');

  await expect(visitor.slot(slots.at(-1))).toBeVisible();
  await expect(back).toBeFocused();
});

test('after an alternative in another week the focus is on its slot', async ({ carol }) => {
  const { provider, service } = await freshOffer();
  const slots = await freeSlotsOf(service);
  const days = [...new Set(slots.map(({ date }) => date))];
  const slot = slots.find(({ date }) => date === days.at(-2));
  // The week ends with the slot's day, and no other slot of the week is open.
  const week = new Date(Date.parse(slot.date) - 6 * 86_400_000).toISOString().slice(0, 10);
  const path = `provider/services/${service.id}/slots`;
  for (const day of days.slice(0, -1)) {
    await asks(provider, 'PATCH', `${path}/${day}`, { isOpen: false });
  }
  await asks(provider, 'PATCH', `${path}/${slot.date}/${slot.time}`, { isOpen: true });
  await carol.signsIn();
  await carol.looksAt({ ...slot, week });
  await carol.chooses(slot);
  const beaten = async (route) => {
    await somebodyBooks(route.request().postDataJSON());
    await route.continue();
  };
  await carol.page.route('**/api/bookings', beaten, { times: 1 });
  await carol.confirms();
  await carol.alternatives.getByRole('button').first().click();
  await expect(carol.alternatives).toBeHidden();
  await expect(carol.slot(slot)).toHaveCount(0);

  await carol.page.keyboard.press('Escape');

  await expect(carol.modal).toBeHidden();
  await expect(carol.page.locator(`[data-date="${days.at(-1)}"]:focus`)).toHaveCount(1);
});

test('a dialog that the browser closes while a booking is on its way comes back', async ({
  carol,
}) => {
  const slot = await freeSlot('haircut');
  await carol.signsIn();
  await carol.looksAt(slot);
  await carol.chooses(slot);
  await carol.isAskedToConfirm(slot);
  let answer;
  const isHeld = new Promise((resolve) => {
    answer = resolve;
  });
  await carol.page.route('**/api/bookings', async (route) => {
    await isHeld;
    await route.fulfill({ status: 503, json: {} });
  });
  await carol.confirms();
  await expect(carol.confirm).toBeDisabled();

  // Android closes a dialog at the second "back", whatever the page does.
  await carol.page.evaluate(() => document.querySelector('dialog[open]').close());

  await expect(carol.modal).toBeVisible();
  answer();
  await carol.page.unrouteAll({ behavior: 'ignoreErrors' });
});

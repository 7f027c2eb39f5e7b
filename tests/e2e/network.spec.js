// When something cannot be reached.
import { expect, test } from './people.js';
import { somebodyBooks } from './rivals.js';
import { freeSlot } from './slots.js';
import { FIRESTORE } from './stack.js';
import { bookingDocument } from './truth.js';

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

  await page.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();

  await visitor.seesStatus(slot, 'available');
});

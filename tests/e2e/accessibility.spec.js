// axe-core finds nothing wrong with a page, in any state and in either colour scheme.
import { nothingIsWrongWith } from './axe.js';
import { CLOSED, LOST_RACE } from './consumer.js';
import { expect, test } from './people.js';
import { graceSetsOpen, somebodyBooks } from './rivals.js';
import { freeSlot } from './slots.js';
import { FIRESTORE } from './stack.js';

const visits = {
  'the services': async (visitor) => visitor.looksAtTheServices(),
  'a week': async (visitor) => visitor.looksAt(await freeSlot('consultation')),
  'a month with a day open': async (visitor) => {
    await visitor.looksAtTheDayOf(await freeSlot('consultation'));
  },
  'a week with nothing free': async ({ page }) => {
    const inTwoYears = `${new Date().getUTCFullYear() + 2}-06-01`;
    await page.goto(`/services/haircut?view=week&date=${inTwoYears}`);
    await expect(page.getByText('No slots available', { exact: true })).toBeVisible();
  },
  'times that are on their way': async ({ page }) => {
    await page.route('**/api/availability?**', () => {});
    await page.goto('/services/haircut?view=month&date=');
    await expect(page.getByText('Loading available times')).toBeAttached();
  },
  'times that cannot be reached': async ({ page }) => {
    await page.route('**/api/availability?**', (route) => route.abort());
    await page.route(`${FIRESTORE}/**`, (route) => route.abort());
    await page.goto('/services/haircut');
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  },
  'times that may be old': async (visitor) => {
    await visitor.looksAt(await freeSlot('consultation'));
    await visitor.page.context().setOffline(true);
    await expect(visitor.warning).toBeVisible();
  },
  'a service that is not there': async ({ page }) => {
    await page.goto('/services/nothing');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  },
  'the sign-in': async (visitor) => {
    const slot = await freeSlot('consultation');
    await visitor.looksAt(slot);
    await visitor.chooses(slot);
    await expect(visitor.signIn.dialog).toBeVisible();
  },
};

for (const [state, reach] of Object.entries(visits)) {
  test(`nothing is wrong with ${state}`, async ({ visitor }) => {
    await reach(visitor);
    await nothingIsWrongWith(visitor.page);
  });
}

test('nothing is wrong with the modal: open, closed under it, lost, and the booking made', async ({
  carol,
}) => {
  const slot = await freeSlot('haircut');
  await carol.signsIn();
  await carol.looksAt(slot);
  await carol.chooses(slot);
  await carol.isAskedToConfirm(slot);
  await nothingIsWrongWith(carol.page);

  await graceSetsOpen(slot, false);
  await carol.cannotHaveIt(CLOSED);
  await nothingIsWrongWith(carol.page);

  await graceSetsOpen(slot, true);
  await carol.page.route('**/api/bookings', async (route) => {
    await somebodyBooks(slot);
    await route.continue();
  });
  await carol.confirms();
  await carol.cannotHaveIt(LOST_RACE);
  await nothingIsWrongWith(carol.page);

  await carol.page.unroute('**/api/bookings');
  await carol.alternatives.getByRole('button').first().click();
  await carol.confirms();
  await carol.seesItConfirmed();
  await nothingIsWrongWith(carol.page);
});

// Walks through every state of the page and takes a picture of each: run `npm run tour` while
// `cargo xtask dev` runs. The pictures are to be looked at, not compared.
import { mkdir } from 'node:fs/promises';
import { freshConsumer } from '../accounts.js';
import { somebodyWithBookings } from '../offers.js';
import { expect, test } from '../people.js';
import { graceSetsOpen, somebodyBooks } from '../rivals.js';
import { freeSlot } from '../slots.js';
import { FIRESTORE } from '../stack.js';
import { desk } from './desk.js';

const PICTURES = new URL('../../../target/tour/', import.meta.url).pathname;
const WIDTHS = [320, 768, 1280];

const states = {
  services: async ({ visitor }) => {
    await visitor.looksAtTheServices();
    return visitor;
  },
  week: async ({ visitor }) => {
    const slot = await freeSlot('haircut');
    await visitor.looksAt(slot);
    await somebodyBooks(slot);
    await visitor.seesStatus(slot, 'booked');
    return visitor;
  },
  month: async ({ visitor }) => {
    await visitor.looksAtTheDayOf(await freeSlot('consultation'));
    return visitor;
  },
  'own-zone': async ({ visitor }) => {
    const { page } = visitor;
    await page.goto('/services/haircut?zone=mine');
    await expect(page.getByText('Times are in your time zone')).toBeVisible();
    return visitor;
  },
  empty: async ({ visitor }) => {
    const { page } = visitor;
    const inTwoYears = `${new Date().getUTCFullYear() + 2}-06-01`;
    await page.goto(`/services/haircut?view=week&date=${inTwoYears}`);
    await expect(page.getByText('Nothing is free later')).toBeVisible();
    return visitor;
  },
  loading: async ({ visitor }) => {
    const { page } = visitor;
    await page.route('**/api/availability?**', () => {});
    await page.goto('/services/haircut?view=month');
    await expect(page.getByText('Loading available times')).toBeAttached();
    return visitor;
  },
  failed: async ({ visitor }) => {
    const { page } = visitor;
    await page.route('**/api/availability?**', (route) => route.abort());
    await page.route(`${FIRESTORE}/**`, (route) => route.abort());
    await page.goto('/services/haircut');
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    return visitor;
  },
  offline: async ({ visitor }) => {
    await visitor.looksAt(await freeSlot('haircut'));
    await visitor.page.context().setOffline(true);
    await expect(visitor.warning).toBeVisible();
    return visitor;
  },
  'sign-in': async ({ visitor }) => {
    const slot = await freeSlot('haircut');
    await visitor.looksAt(slot);
    await visitor.chooses(slot);
    await expect(visitor.signIn.dialog).toBeVisible();
    return visitor;
  },
  modal: async ({ carol }) => {
    await isAsked(carol);
    return carol;
  },
  confirming: async ({ carol }) => {
    await isAsked(carol);
    await carol.page.route('**/api/bookings', () => {});
    await carol.confirms();
    return carol;
  },
  closed: async ({ carol }) => {
    const slot = await isAsked(carol);
    await graceSetsOpen(slot, false);
    await expect(carol.confirm).toBeDisabled();
    return carol;
  },
  lost: async ({ carol }) => {
    const slot = await isAsked(carol);
    await carol.page.route('**/api/bookings', async (route) => {
      await somebodyBooks(slot);
      await route.continue();
    });
    await carol.confirms();
    await expect(carol.alternatives).toBeVisible();
    return carol;
  },
  booked: async ({ carol }) => {
    await isAsked(carol);
    await carol.confirms();
    await carol.seesItConfirmed();
    return carol;
  },
  'bookings-door': async ({ visitor }) => {
    await visitor.page.goto('/bookings');
    await expect(visitor.page.getByText('You are not signed in')).toBeVisible();
    return visitor;
  },
  'bookings-none': async ({ visitor }) => {
    visitor.account = await freshConsumer('Olga');
    await visitor.signsIn();
    await visitor.looksAtOwnBookings();
    await expect(visitor.page.getByText('No bookings yet')).toBeVisible();
    return visitor;
  },
  bookings: async ({ visitor }) => {
    visitor.account = (await somebodyWithBookings(3)).consumer;
    await visitor.signsIn();
    await visitor.looksAtOwnBookings();
    await expect(visitor.page.getByText('Confirmation e-mail sent')).toHaveCount(3);
    return visitor;
  },
  'not-found': async ({ visitor }) => {
    const { page } = visitor;
    await page.goto('/services/nothing');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    return visitor;
  },
};

async function isAsked(person) {
  const slot = await freeSlot('haircut');
  await person.signsIn();
  await person.looksAt(slot);
  await person.chooses(slot);
  await person.isAskedToConfirm(slot);
  return slot;
}

for (const [name, reach] of Object.entries({ ...states, ...desk })) {
  test(name, async ({ carol, provider, visitor }) => {
    await mkdir(PICTURES, { recursive: true });
    const { page } = await reach({ carol, provider, visitor });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: width < 500 ? 640 : 800 });
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        const path = `${PICTURES}${name}-${width}-${colorScheme}.png`;
        const dialog = await page.locator('dialog[open]').count();
        await page.screenshot({ path, fullPage: dialog === 0 });
      }
    }
  });
}

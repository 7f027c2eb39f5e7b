// With the system's own colours (high contrast), no state is shown by a background alone.
import { freshConsumer } from './accounts.js';
import { books, freeSlotsOf, freshOffer } from './offers.js';
import { expect, test } from './people.js';
import { freeSlot } from './slots.js';

/** An element's style without its background, which the system replaces. */
const edges = (locator) =>
  locator.evaluate((it) => {
    const { borderTopWidth, borderTopStyle, borderTopColor, borderBottomColor, color } =
      getComputedStyle(it);
    return { borderTopWidth, borderTopStyle, borderTopColor, borderBottomColor, color };
  });

/** Expects a visible border; a transparent one does not count. */
async function hasAnEdge(locator) {
  const { borderTopWidth, borderTopStyle, borderTopColor } = await edges(locator);
  expect(parseFloat(borderTopWidth)).toBeGreaterThan(0);
  expect(borderTopStyle).not.toBe('none');
  expect(borderTopColor).not.toMatch(/^rgba\(.*, 0\)$/);
}

async function differ(one, other) {
  expect(await edges(one)).not.toEqual(await edges(other));
}

const button = (page, name, options) => page.getByRole('button', { name, exact: true, ...options });

test('which view is chosen, which day is today and which is open is seen', async ({ visitor }) => {
  const { page } = visitor;
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto('/services/consultation');
  await expect(visitor.grid).toBeVisible();

  await differ(button(page, 'Week'), button(page, 'Month'));
  const number = (head) => head.locator('[aria-hidden] > span').last();
  const today = visitor.grid.locator('th[aria-current="date"]');
  const other = visitor.grid.locator('th:not([aria-current])').first();
  await differ(number(today), number(other));
  await hasAnEdge(number(today));

  await button(page, 'Month').click();
  await differ(button(page, 'Month'), button(page, 'Week'));
  const days = visitor.days.locator('td[aria-selected="false"] [data-day]:not([aria-disabled])');
  await differ(visitor.days.locator('td[aria-selected="true"] [data-day]'), days.first());
  const numberOf = (day) => day.locator('[aria-hidden]').first();
  const later = visitor.days.locator('td:not([aria-current]) [data-day]').last();
  const now = visitor.days.locator('td[aria-current="date"] [data-day]');
  await differ(numberOf(now), numberOf(later));
});

test('what a slot is, where the focus is and which button is the one to press is seen', async ({
  carol,
}) => {
  const { page } = carol;
  const { service } = await freshOffer();
  const [slot, taken] = await freeSlotsOf(service);
  await books(await freshConsumer('Frieda'), taken);
  await page.emulateMedia({ forcedColors: 'active' });
  await carol.signsIn();
  await carol.looksAt(slot);
  await carol.seesStatus(taken, 'booked');
  await differ(carol.slot(slot), carol.slot(taken));
  for (const one of [slot, taken]) {
    await hasAnEdge(carol.slot(one));
    await expect(carol.slot(one).locator('svg')).toBeVisible();
  }
  await carol.slot(slot).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  const outline = await carol.slot(slot).evaluate((it) => getComputedStyle(it).outline);
  expect(outline).toMatch(/3px/);

  await carol.chooses(slot);
  await carol.isAskedToConfirm(slot);

  const cancel = carol.modal.getByRole('button', { name: 'Cancel' });
  await hasAnEdge(carol.confirm);
  await hasAnEdge(cancel);
  await differ(carol.confirm, cancel);
  // The week begins with the slot's date.
  const [ofTheSlot, another] = await carol.grid.locator('th').all();
  await differ(ofTheSlot, another);
});

test('a button that cannot be pressed does not look like one that can', async ({ carol }) => {
  const slot = await freeSlot('haircut');
  await carol.page.emulateMedia({ forcedColors: 'active' });
  await carol.signsIn();
  await carol.looksAt(slot);
  await carol.chooses(slot);
  await carol.isAskedToConfirm(slot);
  const free = await edges(carol.confirm);
  await carol.page.route('**/api/bookings', () => {});

  await carol.confirms();

  await expect(carol.confirm).toBeDisabled();
  expect(await edges(carol.confirm)).not.toEqual(free);
  await hasAnEdge(carol.confirm);
});

test('at the desk too: the page one is on, what is chosen, today, what stands free', async ({
  provider,
}) => {
  const { page } = provider;
  const offer = await freshOffer();
  provider.account = offer.provider;
  const [slot] = await freeSlotsOf(offer.service);
  await page.emulateMedia({ forcedColors: 'active' });
  await provider.opensTheDesk();

  await differ(button(page, 'Week'), button(page, 'Day'));
  const pages = page.getByRole('navigation', { name: 'Pages' });
  const way = (name) => pages.getByRole('link', { name, exact: true });
  await differ(way('Bookings'), way('Demand'));

  await provider.looksAtTheSlots(slot);
  const tabs = page.getByRole('navigation', { name: 'This service' });
  await differ(
    tabs.getByRole('link', { name: 'Slots' }),
    tabs.getByRole('link', { name: 'Details' }),
  );
  await provider.goesTo(`services/${offer.service.id}/slots`);
  await differ(
    page.locator('section[aria-current="date"]'),
    page.locator('section[data-day]:not([aria-current])').first(),
  );
  await provider.goesTo('services');
  await hasAnEdge(page.getByRole('link', { name: 'New service' }));
  await provider.goesTo('services/new');
  await hasAnEdge(button(page, 'Create and set the hours'));
});

test('what is on its way has an outline', async ({ visitor }) => {
  await visitor.page.emulateMedia({ forcedColors: 'active' });
  await visitor.page.route('**/api/services', () => {});
  await visitor.page.goto('/');
  const block = visitor.page.locator('[role="status"] [aria-hidden] > div').first();
  await expect(block).toBeVisible();
  await hasAnEdge(block);
});

// The longest texts on the narrowest page: everything is visible, and nothing is cut off.
import { freshConsumer, freshProvider } from './accounts.js';
import { isReachedAt, REFUSED_ADDRESS } from './contacts.js';
import { asks, books, freeSlotsOf, publishes } from './offers.js';
import { expect, test } from './people.js';

const NARROW = { width: 320, height: 640 };
const WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
const ADDRESS = `https://example.test/${'rehabilitation-and-prevention/'.repeat(4)}index.html`;

/** A service with the longest possible name, description and zone. */
async function longOffer() {
  const provider = await freshProvider('Wolfeschlegelsteinhausenbergerdorff'.repeat(2));
  const service = await asks(provider, 'POST', 'provider/services', {
    name: WORD,
    description: `Bring what is listed at ${ADDRESS} please.`,
    durationMinutes: 30,
    price: { amountMinor: 4000, currency: 'GBP' },
    timeZone: 'America/Argentina/Buenos_Aires',
  });
  await publishes(provider, service, [{ start: '09:00', end: '17:00' }]);
  return { provider, service, slots: await freeSlotsOf(service) };
}

/** Nothing scrolls sideways, and no text ends outside the page or its container. */
async function isWhole(page) {
  const width = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(width[0], 'the page scrolls sideways').toBeLessThanOrEqual(width[1]);
  expect(await cutTexts(page)).toEqual([]);
}

const cutTexts = (page) =>
  page.evaluate(() => {
    const cut = [];
    const texts = document.createTreeWalker(
      document.querySelector('dialog[open]') ?? document.body,
      NodeFilter.SHOW_TEXT,
    );
    while (texts.nextNode()) {
      const { parentElement } = texts.currentNode;
      if (!texts.currentNode.data.trim() || parentElement.closest('.sr-only, .skip, select')) continue;
      // A text that is shortened with an ellipsis is complete in its title.
      if (parentElement.closest('.truncate')) continue;
      const range = document.createRange();
      range.selectNodeContents(texts.currentNode);
      for (const { left, right, width } of range.getClientRects()) {
        const room = parentElement.closest('dialog, main, header, body').getBoundingClientRect();
        if (width > 0 && (left < room.left - 0.5 || right > room.right + 0.5)) {
          cut.push(texts.currentNode.data.slice(0, 40));
        }
      }
    }
    return cut;
  });

/** None of the page's own words is broken in the middle. */
async function isOnOneLine(locator) {
  const lines = await locator.evaluate((it) => {
    const range = document.createRange();
    range.selectNodeContents(it);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
  });
  expect(lines).toBe(1);
}

test('the list, the calendar and the modal show the longest names whole', async ({ visitor }) => {
  const { page } = visitor;
  const { slots: [slot] } = await longOffer();
  visitor.account = await freshConsumer('Nelly');
  await page.setViewportSize(NARROW);
  await page.goto('/');
  await expect(visitor.serviceLink(WORD).first()).toBeVisible();
  await isWhole(page);

  await visitor.signsIn();
  await visitor.looksAt(slot);
  await isWhole(page);
  await visitor.chooses(slot);
  await visitor.isAskedToConfirm(slot);

  await isWhole(page);
  const inside = await visitor.modal.evaluate((it) => [it.scrollWidth, it.clientWidth]);
  expect(inside[0]).toBeLessThanOrEqual(inside[1]);
  const fact = (name) =>
    visitor.modal.locator('dt', { hasText: new RegExp(`^${name}$`) }).locator('+ dd');
  await expect(fact('Price')).toHaveText('£40.00');
  await isOnOneLine(fact('Price'));
  await isOnOneLine(visitor.modal.locator('dt', { hasText: /^Time zone$/ }));
  await expect(fact('Service')).toHaveText(WORD);
  await expect(fact('Time zone')).toContainText('America/Argentina/Buenos Aires');
  await visitor.confirms();
  await visitor.seesItConfirmed();
  await isWhole(page);

  await visitor.looksAtOwnBookings();
  await expect(visitor.ownBookings).toHaveCount(1);
  await isWhole(page);
  await isOnOneLine(visitor.ownBookings.getByText('£40.00'));
});

test('the desk shows the longest names whole, in a narrow window and in a wide one', async ({
  provider,
}) => {
  const { page } = provider;
  const { provider: account, service, slots: [slot] } = await longOffer();
  const consumer = await freshConsumer('Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch');
  await isReachedAt(account, REFUSED_ADDRESS);
  await books(consumer, slot);
  await expect(books(await freshConsumer('Nina'), slot)).rejects.toThrow('409');
  provider.account = account;
  await provider.signsIn();
  const ready = {
    '': () => page.getByText(slot.time).first(),
    services: () => page.getByText(WORD).first(),
    [`services/${service.id}`]: () => page.getByLabel('Name'),
    [`services/${service.id}/hours`]: () => provider.window('Monday', 1, 'to'),
    [`services/${service.id}/slots`]: () => page.locator('[data-day]').first(),
    demand: () => page.getByRole('heading', { name: 'Demand' }),
    'e-mails': () => page.locator('[data-status="failed"]').first(),
  };
  for (const [place, sign] of Object.entries(ready)) {
    await provider.goesTo(place);
    await expect(sign()).toBeVisible();
    for (const width of [320, 1024]) {
      await page.setViewportSize({ width, height: 640 });
      await isWhole(page);
    }
  }
});

test('what is wrong with a sign-in is whole at 320 pixels', async ({ visitor }) => {
  const { page, signIn } = visitor;
  await page.setViewportSize(NARROW);
  await visitor.goesToSignIn();
  await signIn.as({ email: `${'a'.repeat(60)}@slotbook.test`, password: 'wrong' });
  await expect(signIn.dialog.getByRole('alert')).toBeVisible();
  await isWhole(page);
  await signIn.turnsTo('New here? Create an account');
  await expect(signIn.name).toBeVisible();
  await isWhole(page);
});

test('a long account name leaves room for the rest of the header', async ({ visitor }) => {
  const { page } = visitor;
  visitor.account = await freshConsumer('Rhoshandiatellyneshiaunneveshenk'.repeat(3));
  await visitor.signsIn();
  for (const width of [320, 768, 1024, 1280]) {
    await page.setViewportSize({ width, height: 640 });
    await isWhole(page);
    await expect(visitor.signOut).toBeInViewport({ ratio: 1 });
  }
});

// The clocks of a service's zone: the server's rules count, not the browser's.
import { freshConsumer } from './accounts.js';
import { books, freeSlotsOf, freshOffer } from './offers.js';
import { expect, test } from './people.js';
import { bookingId } from './truth.js';

// From November 2026 on, Vancouver is at GMT-7 all year.
const ZONE = 'America/Vancouver';
const WRONG = 'Etc/GMT+8';

/** A browser with old rules of a zone: its clocks follow those of another zone. */
const hasOldRules = (page) =>
  page.addInitScript(
    ({ zone, wrong }) => {
      const swapped = ([locales, options]) => {
        const isOld = options?.timeZone === zone;
        return [locales, isOld ? { ...options, timeZone: wrong } : options];
      };
      Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, {
        construct: (format, given) => new format(...swapped(given)),
        apply: (format, self, given) => new format(...swapped(given)),
      });
    },
    { zone: ZONE, wrong: WRONG },
  );

test('a browser with old rules shows the times and the offset that the service says', async ({
  visitor,
}) => {
  const { service } = await freshOffer('Massage', { timeZone: ZONE });
  const slot = (await freeSlotsOf(service)).find(({ time }) => time === '09:00');
  expect(new Date(slot.startsAt).toISOString()).toBe(`${slot.date}T16:00:00.000Z`);
  visitor.account = await freshConsumer('Olga');
  const { page } = visitor;
  await hasOldRules(page);
  await visitor.signsIn();

  await visitor.looksAt(slot);

  await expect(page.getByText('Times are in America/Vancouver, GMT-7')).toBeVisible();
  await expect(visitor.slot(slot)).toHaveAccessibleName(/ 09:00 to 09:30, available$/);
  await visitor.chooses(slot);
  await visitor.isAskedToConfirm(slot);
  await expect(visitor.modal).toContainText('09:00 – 09:30');
  await expect(visitor.modal).toContainText('America/Vancouver, GMT-7');
  await visitor.confirms();
  await visitor.seesItConfirmed();
  await visitor.looksAtOwnBookings();
  await expect(visitor.ownBooking(bookingId(slot))).toContainText('09:00 to 09:30 America/Vancouver');
});

test.describe('in the zone of the service', () => {
  test.use({ timezoneId: ZONE });

  test('a browser with old rules tells no second time beside that of the service', async ({
    visitor,
  }) => {
    const { service } = await freshOffer('Massage', { timeZone: ZONE });
    const slot = (await freeSlotsOf(service)).find(({ time }) => time === '09:00');
    visitor.account = await freshConsumer('Olaf');
    await books(visitor.account, slot);
    const { page } = visitor;
    await hasOldRules(page);
    await visitor.signsIn();

    await visitor.looksAtOwnBookings();

    const booking = visitor.ownBooking(bookingId(slot));
    await expect(booking).toContainText('09:00 to 09:30 America/Vancouver');
    await expect(booking).not.toContainText('Your time');
    await page.goto(`/services/${service.id}?view=week&date=${slot.date}&zone=mine`);
    await expect(visitor.slot(slot)).toHaveAccessibleName(/ 09:00 to 09:30, booked$/);
  });
});

test('a provider is told which slots a new law has left behind, and what to do', async ({
  provider,
}) => {
  const offer = await freshOffer('Massage', { timeZone: ZONE });
  provider.account = offer.provider;
  const { page } = provider;
  // The API's own tests cover how displaced slots are found; this answer only says that there are
  // some.
  const booked = {
    date: '2027-01-11',
    time: '09:00',
    startsAt: '2027-01-11T17:00:00Z',
    dateNow: '2027-01-11',
    timeNow: '10:00',
  };
  await page.route('**/displaced-slots', (route) =>
    route.fulfill({ json: { unbooked: 3, booked: [booked] } }),
  );

  await provider.opensTheDesk(`services/${offer.service.id}/slots`);

  for (const tab of ['Slots', 'Opening hours']) {
    await page.getByRole('link', { name: tab, exact: true }).click();
    await expect(page.getByText('The clocks of America/Vancouver have new rules.')).toBeVisible();
    await expect(page.getByText('3 unbooked slots no longer start')).toBeVisible();
    await expect(page.getByText('Mon 11 Jan, 09:00 is 10:00 by the new rules')).toBeVisible();
  }
});

test('a provider hears nothing of clocks where nothing is left behind', async ({ provider }) => {
  const offer = await freshOffer('Massage', { timeZone: ZONE });
  provider.account = offer.provider;
  const asked = provider.page.waitForResponse('**/displaced-slots');

  await provider.opensTheDesk(`services/${offer.service.id}/slots`);

  expect((await asked).status()).toBe(200);
  await expect(provider.page.locator('[data-day]').first()).toBeVisible();
  await expect(provider.page.getByText('have new rules')).toHaveCount(0);
});

// The provider's desk: from the first service to the day's bookings.
import { freshConsumer, freshProvider } from './accounts.js';
import { isReachedAt, REFUSED_ADDRESS } from './contacts.js';
import { mailTo } from './inbox.js';
import { books, EVERY_DAY, freeSlotsOf, freshOffer, freshStandingOffer, publishes, slotsOf } from './offers.js';
import { expect, test } from './people.js';
import { bookingId } from './truth.js';

test('a new provider is led from nothing to published hours, and somebody books', async ({
  provider,
  visitor,
}) => {
  provider.account = await freshProvider('Petra');
  visitor.account = await freshConsumer('Vera');
  await provider.opensTheDesk();
  await expect(provider.page.getByText('You offer no service yet')).toBeVisible();

  await provider.page.getByRole('link', { name: 'Create your first service' }).click();
  await provider.createsService({ name: 'Fitting', price: '25.50' });
  await expect(provider.page.getByRole('heading', { name: 'Fitting' })).toBeVisible();
  await expect(provider.publish).toBeDisabled();
  await provider.takesTheUsualHours();
  await expect(provider.preview).toContainText(/\d+ slots will be made/);
  await provider.publishesTheHours();
  await expect(provider.page.getByText(/Slots are published up to/)).toBeVisible();

  const address = await provider.preview.getByRole('link', { name: '/services/' }).textContent();
  const serviceId = address.split('/').at(-1);
  const [slot] = await freeSlotsOf({ id: serviceId, timeZone: 'Europe/London' });
  await visitor.signsIn();
  await visitor.books(slot);
  await expect(visitor.page.getByText('with Petra · 30 minutes · £25.50')).toBeVisible();
});

test('a consumer who is looking sees published hours appear and books; the provider sees it come', async ({
  provider,
  visitor,
}) => {
  const offer = await freshStandingOffer();
  provider.account = offer.provider;
  visitor.account = await freshConsumer('Wanda');
  const [first] = await freeSlotsOf(offer.service);
  const evening = { ...first, time: '18:00' };
  await visitor.signsIn();
  await visitor.looksAt(first);
  await expect(visitor.slot(evening)).toHaveCount(0);
  await provider.opensTheDesk(`services/${offer.service.id}/hours`);
  await expect(provider.window('Monday', 1, 'to')).toHaveValue('17:00');

  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']) {
    await provider.window(day, 1, 'to').fill('19:00');
  }
  await expect(provider.preview).toContainText(/slots will be made/);
  await provider.publishesTheHours();
  await visitor.seesStatus(evening, 'available');
  await provider.page.getByRole('link', { name: 'Bookings', exact: true }).click();
  await expect(provider.page.getByText('No bookings in these days')).toBeVisible();
  const providerIsStillThere = await provider.marksThePage();
  await visitor.chooses(evening);
  await visitor.isAskedToConfirm(evening);
  await visitor.confirms();
  await visitor.seesItConfirmed();

  const appointment = provider.appointment(bookingId(evening));
  await expect(appointment).toContainText('18:00');
  await expect(appointment).toContainText(visitor.account.email);
  await providerIsStillThere();
});

test('hours taken back close their slots, and what is wrong is said where it is wrong', async ({
  provider,
}) => {
  const offer = await freshStandingOffer();
  provider.account = offer.provider;
  await provider.opensTheDesk(`services/${offer.service.id}/hours`);
  const end = provider.window('Tuesday', 1, 'to');

  await end.fill('08:00');

  await expect(provider.page.getByText('The end must be later than the start.')).toBeVisible();
  await expect(provider.publish).toBeDisabled();
  await end.fill('16:00');
  await expect(provider.preview).toContainText(/\d+ slots closed/);
  await provider.publishesTheHours();
  await expect(provider.preview).toContainText(/\d+ slots closed/);
});

test('hours that are opened and not touched change nothing: neither a booking outside them nor a special Saturday becomes a rule', async ({
  provider,
}) => {
  const { provider: account, service } = await freshStandingOffer();
  provider.account = account;
  const weekdayOf = ({ date }) => new Date(`${date}T12:00:00Z`).getUTCDay();
  const slots = await freeSlotsOf(service);
  const friday = slots.find((slot) => weekdayOf(slot) === 5 && slot.time === '15:00');
  await books(await freshConsumer('Fred'), friday);
  await publishes(account, service, [{ start: '09:00', end: '12:00' }]);
  const saturday = new Date(`${friday.date}T12:00:00Z`);
  saturday.setUTCDate(saturday.getUTCDate() + 1);
  const date = saturday.toISOString().slice(0, 10);
  await publishes(account, service, [{ start: '09:00', end: '12:00' }], { from: date, to: date, days: EVERY_DAY });
  const before = await slotsOf(service);

  await provider.opensTheDesk(`services/${service.id}/hours`);

  await expect(provider.window('Friday', 1, 'to')).toHaveValue('12:00');
  await expect(provider.window('Friday', 2, 'from')).toHaveCount(0);
  await expect(provider.window('Saturday', 1, 'from')).toHaveCount(0);
  await expect(provider.preview).toContainText('Nothing would change');
  await expect(provider.publish).toBeDisabled();
  await expect(provider.page.locator(`[data-exception="${date}"]`)).toContainText('09:00–12:00');
  expect(await slotsOf(service)).toEqual(before);
});

test('a holiday is kept for its dates alone, and removed again', async ({ provider }) => {
  const { provider: account, service } = await freshStandingOffer();
  provider.account = account;
  const { date } = (await freeSlotsOf(service)).at(-1);
  const freeOn = async () =>
    (await slotsOf(service)).filter((it) => it.date === date && it.status === 'available').length;
  const { page } = provider;
  await provider.opensTheDesk(`services/${service.id}/hours`);
  await page.getByRole('button', { name: 'Only for some dates' }).click();
  await page.getByLabel('From', { exact: true }).fill(date);
  await page.getByLabel('To', { exact: true }).fill(date);
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']) {
    await page.getByRole('button', { name: `Remove ${day}, hours 1` }).click();
  }
  await expect(provider.preview).toContainText('16 slots closed');

  await provider.publishesTheHours();

  await expect.poll(freeOn).toBe(0);
  const holiday = page.locator(`[data-exception="${date}"]`);
  await expect(holiday).toContainText('closed');
  await holiday.getByRole('button', { name: /^Remove/ }).click();
  await expect(holiday).toHaveCount(0);
  await expect.poll(freeOn).toBe(16);
});

test('a provider closes a slot while a consumer looks at it, and opens it again', async ({
  provider,
  visitor,
}) => {
  const offer = await freshOffer();
  provider.account = offer.provider;
  const [slot] = await freeSlotsOf(offer.service);
  await visitor.looksAt(slot);
  await visitor.seesStatus(slot, 'available');
  await provider.opensTheDesk();
  await provider.looksAtTheSlots(slot);
  await provider.seesOnTheBoard(slot, 'open');

  await provider.closes(slot);

  await provider.seesOnTheBoard(slot, 'closed');
  await visitor.seesStatus(slot, 'unavailable');
  await provider.opens(slot);
  await provider.seesOnTheBoard(slot, 'open');
  await visitor.seesStatus(slot, 'available');
});

test('a whole day is closed but for what is booked, and the desk says how much', async ({
  provider,
}) => {
  const offer = await freshOffer();
  provider.account = offer.provider;
  const [slot, next] = await freeSlotsOf(offer.service);
  await books(await freshConsumer('Xenia'), slot);
  await provider.opensTheDesk();
  await provider.looksAtTheSlots(slot);
  await provider.seesOnTheBoard(slot, 'booked');
  await expect(provider.slotOnTheBoard(slot)).toContainText('Xenia');

  await provider.day(slot.date).getByRole('button', { name: /^Close day/ }).click();

  await expect(provider.day(slot.date)).toContainText('15 slots closed. 1 is booked and stays.');
  await provider.seesOnTheBoard(next, 'closed');
  await provider.seesOnTheBoard(slot, 'booked');
});

test('closing a slot that was just booked is refused where it was asked for', async ({
  provider,
}) => {
  const offer = await freshOffer();
  provider.account = offer.provider;
  const [slot] = await freeSlotsOf(offer.service);
  const consumer = await freshConsumer('Yara');
  await provider.opensTheDesk();
  await provider.looksAtTheSlots(slot);
  // The booking is made while the provider's request is on its way.
  await provider.page.route('**/api/provider/services/*/slots/**', async (route) => {
    await books(consumer, slot);
    await route.continue();
  });

  await provider.closes(slot);

  await expect(provider.slotOnTheBoard(slot).getByRole('alert')).toHaveText(
    'Somebody has just booked it, so it stays booked.',
  );
  await provider.seesOnTheBoard(slot, 'booked');
});

test('a service that is switched off is in the catalogue no more, and is again when switched on', async ({
  provider,
  visitor,
}) => {
  const offer = await freshOffer(`Massage ${Date.now()}`);
  provider.account = offer.provider;
  await visitor.looksAtTheServices();
  await expect(visitor.serviceLink(offer.service.name)).toBeVisible();
  await provider.opensTheDesk(`services/${offer.service.id}`);

  await provider.page.getByRole('button', { name: 'Switch off' }).click();

  await expect(provider.page.getByText('is not offered any more')).toBeVisible();
  await visitor.page.goto(`/services/${offer.service.id}`);
  await expect(visitor.page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  await provider.page.getByRole('button', { name: 'Switch on' }).click();
  await expect(provider.page.getByText('is offered again')).toBeVisible();
  await visitor.looksAtTheServices();
  await expect(visitor.serviceLink(offer.service.name)).toBeVisible();
});

test('a mail that the mail server refuses stands in the log, and is delivered when sent again', async ({
  provider,
}) => {
  const { provider: account, service } = await freshOffer();
  const [slot] = await freeSlotsOf(service);
  const consumer = await freshConsumer('Ursula');
  provider.account = account;
  await isReachedAt(account, REFUSED_ADDRESS);
  await books(consumer, slot);
  await provider.opensTheDesk('e-mails');
  const notice = provider.mail(bookingId(slot), 'appointment_notification');
  const confirmation = provider.mail(bookingId(slot), 'booking_confirmation');
  await expect(notice).toHaveAttribute('data-status', 'failed');
  await expect(notice).toContainText('501');
  await expect(confirmation).toHaveAttribute('data-status', 'sent');

  await isReachedAt(account, account.email);
  await notice.getByRole('button', { name: /^Send again/ }).click();

  await expect(notice).toHaveAttribute('data-status', 'sent');
  await mailTo(account.email, slot);
  await mailTo(consumer.email, slot);
});

test('the desk tells where people tried in vain', async ({ provider }) => {
  const offer = await freshOffer();
  provider.account = offer.provider;
  const [slot] = await freeSlotsOf(offer.service);
  await books(await freshConsumer('Zoe'), slot);
  await expect(books(await freshConsumer('Abel'), slot)).rejects.toThrow('409');
  await provider.opensTheDesk('demand');

  await expect(async () => {
    await provider.page.reload();
    await expect(provider.page.getByRole('row', { name: slot.time })).toContainText('1 person');
  }).toPass();
});

test('which of several is chosen is seen as well as heard', async ({ provider }) => {
  provider.account = (await freshOffer()).provider;
  await provider.opensTheDesk();
  const [day, week] = ['Day', 'Week'].map((name) =>
    provider.page.getByRole('button', { name, exact: true, pressed: name === 'Week' }),
  );

  await expect(week).toBeVisible();

  expect(await colourOf(week)).not.toBe(await colourOf(day));
});

const colourOf = (button) =>
  button.evaluate((it) => getComputedStyle(it).getPropertyValue('background-color'));

// The provider's desk: from the first service to the bookings of the day.
import { freshConsumer, freshProvider } from './accounts.js';
import { books, freeSlotsOf, freshOffer } from './offers.js';
import { expect, test } from './people.js';
import { bookingId } from './truth.js';

test('a consumer who is looking sees published hours appear and books; the provider sees it come', async ({
  provider,
  visitor,
}) => {
  const offer = await freshOffer();
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
  const offer = await freshOffer();
  provider.account = offer.provider;
  await provider.opensTheDesk(`services/${offer.service.id}/hours`);
  const end = provider.window('Tuesday', 1, 'to');

  await end.fill('08:00');

  await expect(provider.page.getByText('The end must be later than the start.')).toBeVisible();
  await expect(provider.publish).toBeDisabled();
  await end.fill('16:00');
  await expect(provider.preview).toContainText('4 slots closed');
  await provider.publishesTheHours();
  await expect(provider.preview).toContainText('4 slots closed');
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
  // The booking is made when the provider's click is on its way.
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

test('a consumer who opens the desk is told no, and let in once they are a provider', async ({
  carol,
  visitor,
}) => {
  await carol.signsIn();
  await carol.page.goto('/desk/services');
  await expect(carol.page.getByText('Not allowed')).toBeVisible();
  await expect(carol.page.getByText('carol@slotbook.test is not one')).toBeVisible();

  await visitor.page.goto('/desk');
  await expect(visitor.page.getByText('You are not signed in')).toBeVisible();
});

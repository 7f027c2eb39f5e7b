// A visit writes nothing to the console and sends requests only to the page's own origins.
import { freshConsumer } from './accounts.js';
import { books, freeSlotsOf, freshStandingOffer } from './offers.js';
import { expect, test } from './people.js';
import { freeSlot } from './slots.js';
import { AUTH, FIRESTORE, PAGE } from './stack.js';
import { bookingId } from './truth.js';

const OWN = [PAGE, AUTH, FIRESTORE];

test('a visit with a booking makes no error and asks no stranger', async ({ visitor }) => {
  const isQuiet = listensTo(visitor.page);
  const slot = await freeSlot('haircut');

  await visitor.looksAtTheServices();
  await visitor.looksAt(slot);
  await visitor.chooses(slot);
  await visitor.signIn.as(await freshConsumer('Heidi'));
  await visitor.isAskedToConfirm(slot);
  await visitor.confirms();
  await visitor.seesItConfirmed();
  await visitor.seesStatus(slot, 'booked');
  await visitor.looksAtOwnBookings();
  await expect(visitor.ownBooking(bookingId(slot))).toContainText('Confirmation e-mail sent');

  isQuiet();
});

test('a round of the desk makes no error and asks no stranger', async ({ provider }) => {
  test.slow();
  const isQuiet = listensTo(provider.page);
  const { provider: account, service } = await freshStandingOffer();
  const [slot, other] = await freeSlotsOf(service);
  await books(await freshConsumer('Hilda'), slot);
  provider.account = account;

  await provider.opensTheDesk();
  await expect(provider.appointment(bookingId(slot))).toBeVisible();
  await provider.goesTo('services');
  await expect(provider.page.getByText(service.name)).toBeVisible();
  await provider.goesTo(`services/${service.id}/hours`);
  await provider.window('Friday', 1, 'to').fill('19:00');
  await expect(provider.preview).toContainText(/slots will be made/);
  await provider.publishesTheHours();
  await provider.looksAtTheSlots(other);
  await provider.closes(other);
  await provider.seesOnTheBoard(other, 'closed');
  await provider.goesTo('demand');
  await expect(provider.page.getByText('Nobody tried in vain')).toBeVisible();
  await provider.goesTo('e-mails');
  await expect(provider.mail(bookingId(slot), 'booking_confirmation')).toBeVisible();

  isQuiet();
});

/** Records console messages and the origins of requests. The result checks that there were none. */
function listensTo(page) {
  const complaints = [];
  const strangers = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && !OWN.includes(url.origin)) strangers.push(url.href);
  });
  return () => {
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
  };
}

// The list of one's own bookings: live, in pages, printed, and back and forward.
import { freshConsumer } from './accounts.js';
import { freeSlotsOf, freshOffer, somebodyWithBookings } from './offers.js';
import { expect, test } from './people.js';
import { bookingId } from './truth.js';

const PAGE_OF_BOOKINGS = 20;

test('a booking made in another tab appears by itself, and then that its mail was sent', async ({
  visitor,
}) => {
  const { service } = await freshOffer();
  const [slot] = await freeSlotsOf(service);
  visitor.account = await freshConsumer('Lena');
  await visitor.signsIn();
  await visitor.looksAtOwnBookings();
  await expect(visitor.page.getByText('No bookings yet')).toBeVisible();
  const stillThere = await visitor.marksThePage();
  const other = await visitor.inAnotherTab();

  await other.books(slot);

  const booking = visitor.ownBooking(bookingId(slot));
  await expect(booking).toContainText('Check-up');
  await expect(booking).toContainText('with Paula');
  await expect(booking).toContainText('£25.00');
  await expect(booking).toContainText(`${slot.time} to `);
  await expect(booking).toContainText('Europe/London');
  await expect(booking).toContainText('(Asia/Tokyo)');
  await expect(booking).toContainText('Confirmation e-mail sent');
  await stillThere();
});

test('what comes next stands first, and bookings made earlier come when asked for', async ({ visitor }) => {
  const { consumer, slots } = await somebodyWithBookings(PAGE_OF_BOOKINGS + 2);
  visitor.account = consumer;
  await visitor.signsIn();

  await visitor.looksAtOwnBookings();

  await expect(visitor.ownBookings).toHaveCount(PAGE_OF_BOOKINGS);
  await visitor.page.getByRole('button', { name: 'Show earlier bookings' }).click();
  await expect(visitor.ownBookings).toHaveCount(slots.length);
  expect(await visitor.idsOfOwnBookings()).toEqual(slots.map(bookingId));
  await expect(visitor.page.getByRole('button', { name: 'Show earlier bookings' })).toHaveCount(0);
});

test('a page of bookings is printed on one page', async ({ visitor }) => {
  const { consumer } = await somebodyWithBookings(PAGE_OF_BOOKINGS);
  visitor.account = consumer;
  await visitor.signsIn();
  await visitor.looksAtOwnBookings();
  await expect(visitor.ownBookings).toHaveCount(PAGE_OF_BOOKINGS);

  const paper = await visitor.page.pdf({ format: 'A4', preferCSSPageSize: true });

  expect(paper.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
});

test('a visitor who asks for bookings is asked to sign in, and then sees them', async ({
  visitor,
}) => {
  visitor.account = await freshConsumer('Nora');
  await visitor.page.goto('/bookings');
  await expect(visitor.page.getByText('You are not signed in')).toBeVisible();

  await visitor.page.getByRole('button', { name: 'Sign in to see your bookings' }).click();
  await visitor.signIn.as(visitor.account);

  await expect(visitor.page.getByText('No bookings yet')).toBeVisible();
  await expect(visitor.page).toHaveTitle('My bookings – Slotbook');
});

test('one goes from the times to one’s bookings and back, signed in all the way', async ({
  visitor,
}) => {
  const { page } = visitor;
  const { consumer, service, slots } = await somebodyWithBookings(1);
  visitor.account = consumer;
  await visitor.signsIn();
  await visitor.looksAt(slots[0]);
  const times = page.url();

  await page.getByRole('link', { name: 'My bookings' }).click();
  await expect(visitor.ownBooking(bookingId(slots[0]))).toBeVisible();
  await visitor.isSignedIn();
  await page.goBack();
  await visitor.seesStatus(slots[0], 'booked');
  expect(page.url()).toBe(times);
  await visitor.isSignedIn();

  await page.goForward();
  await page.getByRole('link', { name: service.name }).click();
  await visitor.seesStatus(slots[0], 'booked');
});

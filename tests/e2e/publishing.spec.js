// A provider publishes more slots than one listener may have while people look: what that costs the
// API and Firestore.
import { freshProvider } from './accounts.js';
import { Listeners } from './listeners.js';
import { asks } from './offers.js';
import { expect, test } from './people.js';
import { somebodyBooks } from './rivals.js';

const SECOND = 1_000;
const DAY = 24 * 60 * 60 * SECOND;
/** The largest number of documents of one listener (`LISTENER_LIMIT` of the contract). */
const LISTENER_LIMIT = 1_000;
/** How long the pages are watched after publishing. A loop of requests shows within a second. */
const WATCHED = 30 * SECOND;
/** When another visitor arrives, while everything that was published still counts as new. */
const LATER = 10 * SECOND;
/**
 * The requests of a page in that time: the first, one after publishing, and a few until it is live.
 */
const A_HANDFUL = 5;

test('eight weeks published under an open month cost a handful of requests, and then all is quiet and live', async ({
  visitor,
  dave: later,
}) => {
  test.setTimeout(120 * SECOND);
  const { provider, service } = await offerWithoutHours();
  const first = firstOfNextMonth();
  const month = `/services/${service.id}?view=month&date=${first.slice(0, 7)}`;
  const page = await watched(visitor.page);
  await visitor.page.goto(month);
  await expect.poll(() => page.listeners.current).toBe(1);
  page.asked.length = 0;

  const { created } = await publishesEightWeeks(provider, service, first);
  const published = Date.now();
  expect(created).toBeGreaterThan(LISTENER_LIMIT);
  const [slot, other] = [slotOf(service, first, '09:00'), slotOf(service, first, '16:45')];
  await visitor.day(slot.date).click();
  await visitor.seesStatus(slot, 'available');

  await passed(published + LATER);
  const newcomer = await watched(later.page);
  await later.page.goto(month);
  await later.day(slot.date).click();
  await later.seesStatus(other, 'available');

  const pages = [page, newcomer];
  const asked = () => pages.map(({ asked: all }) => all.length);
  const opened = () => pages.map(({ listeners }) => listeners.opened);
  await expect.poll(() => pages.every(({ listeners }) => areLive(listeners))).toBe(true);
  const [askedByThen, openedByThen] = [asked(), opened()];
  await passed(published + WATCHED);
  for (const count of [...asked(), ...opened()]) expect(count).toBeLessThanOrEqual(A_HANDFUL);
  expect([asked(), opened()], 'quiet once they are live').toEqual([askedByThen, openedByThen]);

  await somebodyBooks(slot);
  await visitor.seesStatus(slot, 'booked');
  await later.seesStatus(slot, 'booked');
  await somebodyBooks(other);
  await visitor.seesStatus(other, 'booked');
  await later.seesStatus(other, 'booked');
  expect(asked(), 'heard, not asked').toEqual(askedByThen);
});

/**
 * Whether there are several listeners, because one may not have all documents, and each is
 * complete.
 */
const areLive = ({ open, current }) => open > 1 && current === open;

async function offerWithoutHours() {
  const provider = await freshProvider('Pia');
  const service = await asks(provider, 'POST', 'provider/services', {
    name: 'Short check-up',
    description: 'A quarter of an hour.',
    durationMinutes: 15,
    price: { amountMinor: 1500, currency: 'GBP' },
    timeZone: 'Europe/London',
  });
  return { provider, service };
}

function publishesEightWeeks(provider, service, first) {
  const workdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
  const windows = [{ start: '09:00', end: '17:00' }];
  return asks(provider, 'PUT', `provider/services/${service.id}/opening-hours`, {
    from: first,
    to: isoDate(Date.parse(first) + 8 * 7 * DAY - DAY),
    weekly: Object.fromEntries(workdays.map((day) => [day, windows])),
  });
}

/** Counts a page's requests to the API and the listeners that it opens from now on. */
async function watched(page) {
  const asked = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/availability')) asked.push(request.url());
  });
  return { asked, listeners: await Listeners.of(page) };
}

/** A slot on the first workday of the month. */
function slotOf(service, first, time) {
  const days = [0, 1, 2].map((after) => new Date(Date.parse(first) + after * DAY));
  const workday = days.find((day) => ![0, 6].includes(day.getUTCDay()));
  return { serviceId: service.id, date: isoDate(workday), time };
}

function firstOfNextMonth() {
  const today = new Date();
  return isoDate(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 1));
}

const isoDate = (instant) => new Date(instant).toISOString().slice(0, 10);

/** Waits until an instant, because this test measures what happens in a span of time. */
const passed = (instant) => expect.poll(() => Date.now() >= instant, { timeout: WATCHED }).toBe(true);

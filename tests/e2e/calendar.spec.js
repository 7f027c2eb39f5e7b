// Navigating the calendar: by week and by month, in two zones, while time passes.
import { freeSlotsOf, freshOffer } from './offers.js';
import { expect, test } from './people.js';
import { somebodyBooks } from './rivals.js';
import { freeSlot, freeSlotsOn } from './slots.js';
import { longDate } from './words.js';

const NOTHING = 'No slots available';
const monthOf = ({ date }) => date.slice(0, 7);
const query = (page) => new URL(page.url()).search;

test('a month tells how many slots of a day are free, and a day shows them', async ({ visitor }) => {
  const slot = await freeSlot('haircut');
  const { page } = visitor;
  await page.goto(`/services/haircut?view=month&date=${monthOf(slot)}`);
  const free = await freeSlotsOn(slot);
  await expect(visitor.day(slot.date)).toHaveAccessibleName(
    `${longDate(slot.date)}, ${free} slot${free === 1 ? '' : 's'} available`,
  );

  await visitor.day(slot.date).click();

  await expect(visitor.daySlots.locator('[data-status="available"]')).toHaveCount(free);
  await expect(visitor.slot(slot)).toBeInViewport();
  await expect(visitor.daySlots.locator(':focus')).toHaveCount(1);
});

test('the address shows the same again: to who reloads, goes back, or gets it from a friend', async ({
  visitor,
  dave,
}) => {
  const slot = await freeSlot('haircut');
  const { page } = visitor;
  await visitor.looksAt(slot);
  const theWeek = query(page);

  await page.getByRole('button', { name: 'Month', exact: true }).click();
  await visitor.day(slot.date).click();
  await expect(visitor.daySlots).toHaveAccessibleName(`Slots on ${longDate(slot.date)}`);
  expect(query(page)).toBe(`?view=month&date=${slot.date}`);

  await page.reload();
  await expect(visitor.slot(slot)).toBeVisible();
  await dave.page.goto(page.url());
  await expect(dave.daySlots).toHaveAccessibleName(`Slots on ${longDate(slot.date)}`);
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`\\${theWeek}$`));
  await expect(visitor.grid).toHaveAccessibleName('Slots of the week');
});

test('a reader far away sees the times of their own zone, and books the slot of the service', async ({
  carol,
}) => {
  const slot = await freeSlot('haircut');
  const { page } = carol;
  await carol.signsIn();
  await carol.looksAt(slot);
  await expect(page.getByText(/^Times are in America\/New York, GMT-[45]$/)).toBeVisible();

  await page.getByRole('button', { name: 'Show in my time zone' }).click();

  await expect(page.getByText('Times are in your time zone, Asia/Tokyo, GMT+9')).toBeVisible();
  const there = inTokyo(slot.startsAt);
  await expect(carol.slot(slot)).toHaveAccessibleName(
    `${longDate(there.date)}, ${there.time} to ${inTokyo(slot.endsAt).time}, available`,
  );
  await carol.chooses(slot);
  await carol.isAskedToConfirm(slot);
  await expect(carol.modal).toContainText(`${there.time} – ${inTokyo(slot.endsAt).time}`);
  await carol.confirms();
  await carol.seesItConfirmed();
  await expect(carol.slot(slot)).toHaveAttribute('data-status', 'booked');
});

test('a slot that begins can be chosen no more, without anything being loaded anew', async ({
  visitor,
}) => {
  const slot = await freeSlot('haircut');
  const { page } = visitor;
  const begin = new Date(slot.startsAt) - 60_000;
  await page.clock.install({ time: begin });
  const passes = await hasServerTimeFrom(page, begin);
  await visitor.looksAt(slot);
  await visitor.seesStatus(slot, 'available');
  const isStillThere = await visitor.marksThePage();

  passes(61_000);
  await page.clock.fastForward('01:01');

  await visitor.seesStatus(slot, 'unavailable');
  // The page may not make anybody wait for a disabled button, so the test presses it anyway.
  await visitor.slot(slot).click({ force: true });
  await expect(visitor.signIn.dialog).toBeHidden();
  await isStillThere();
  // No request is left open when the page is closed.
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('where nothing is free, the next free day is one press away', async ({ visitor }) => {
  const slot = await freeSlot('haircut');
  const { page } = visitor;
  await page.goto(`/services/haircut?view=month&date=${saturdayAfter(slot.date)}`);
  await expect(page.getByText(NOTHING, { exact: true })).toBeVisible();

  await page.getByRole('button', { name: /^Next free: / }).click();

  await expect(page.getByText(NOTHING, { exact: true })).toBeHidden();
  await expect(visitor.daySlots.locator('[data-status="available"]').first()).toBeFocused();
});

test('where nothing is free any more, that is said', async ({ visitor }) => {
  const inTwoYears = `${new Date().getUTCFullYear() + 2}-06-01`;
  await visitor.page.goto(`/services/haircut?view=week&date=${inTwoYears}`);
  await expect(visitor.page.getByText(NOTHING, { exact: true })).toBeVisible();
  await expect(visitor.page.getByText('Nothing is free later either.')).toBeVisible();
});

for (const { view, looks } of [
  { view: 'week', looks: (person, slot) => person.looksAt(slot) },
  { view: 'month', looks: (person, slot) => person.looksAtTheDayOf(slot) },
]) {
  test(`what changes is written again and nothing beside it, in a ${view}`, async ({ visitor }) => {
    const { service } = await freshOffer();
    // The first free slot is the tab stop. If it were booked, the tab stop would move to another
    // slot.
    const [, slot] = await freeSlotsOf(service);
    const written = await notesWhatIsWritten(visitor.page);
    await looks(visitor, slot);
    await visitor.seesStatus(slot, 'available');
    expect((await written()).times.length).toBeGreaterThan(2);

    await somebodyBooks(slot);

    await visitor.seesStatus(slot, 'booked');
    const { times, days } = await written();
    expect(times).toEqual([slot.time, halfAnHourLater(slot.time)]);
    // The day shows the number of its free slots, so it has changed too; a week shows it in its
    // header.
    if (view === 'month') expect(days).toEqual([slot.date]);
  });
}

test('what is booked is red in the very frame that tells so', async ({ visitor }) => {
  const slot = await freeSlot('haircut');
  await visitor.page.emulateMedia({ reducedMotion: 'no-preference' });
  await visitor.looksAt(slot);
  await visitor.seesStatus(slot, 'available');
  const button = visitor.slot(slot);
  const colour = () => button.evaluate((it) => getComputedStyle(it).backgroundColor);
  const free = await colour();
  await button.evaluate((it) => {
    const observer = new MutationObserver(() => {
      if (it.dataset.status === 'booked') it.colourWhenTold = getComputedStyle(it).backgroundColor;
    });
    observer.observe(it, { attributes: true });
  });

  await somebodyBooks(slot);

  await visitor.seesStatus(slot, 'booked');
  const whenTold = await button.evaluate((it) => it.colourWhenTold);
  expect(whenTold).not.toBe(free);
  await expect.poll(colour).toBe(whenTold);
});

/**
 * Records the times of day and days of a month that the page's formatters write: rendering a slot
 * or a day writes it once. The result returns what was written since its last call.
 */
async function notesWhatIsWritten(page) {
  await page.addInitScript(() => {
    window.written = [];
    const { prototype } = Intl.DateTimeFormat;
    const { get } = Object.getOwnPropertyDescriptor(prototype, 'format');
    Object.defineProperty(prototype, 'format', {
      configurable: true,
      get() {
        const { timeStyle, day, month } = this.resolvedOptions();
        const style = timeStyle ? 'times' : day && !month ? 'days' : 'others';
        return (at) => {
          window.written.push({ style, iso: new Date(at).toISOString() });
          return get.call(this)(at);
        };
      },
    });
  });
  return async () => {
    const all = await page.evaluate(() => window.written.splice(0));
    const of = (style) => all.filter((one) => one.style === style).map(({ iso }) => iso);
    const each = (texts) => [...new Set(texts)].sort();
    return {
      times: each(of('times').map((iso) => iso.slice(11, 16))),
      days: each(of('days').map((iso) => iso.slice(0, 10))),
    };
  };
}

function halfAnHourLater(time) {
  const [hours, minutes] = time.split(':').map(Number);
  return new Date(Date.UTC(2000, 0, 1, hours, minutes + 30)).toISOString().slice(11, 16);
}

function inTokyo(instant) {
  const part = (options) =>
    new Intl.DateTimeFormat('sv-SE', { ...options, timeZone: 'Asia/Tokyo' }).format(
      new Date(instant),
    );
  return { date: part({ dateStyle: 'short' }), time: part({ timeStyle: 'short' }) };
}

function saturdayAfter(date) {
  const day = new Date(date);
  day.setUTCDate(day.getUTCDate() + ((6 - day.getUTCDay() + 7) % 7));
  return day.toISOString().slice(0, 10);
}

/**
 * Makes every answer claim to be written at `begin` or as much later as time has passed. The result
 * lets more time pass.
 */
async function hasServerTimeFrom(page, begin) {
  let ahead = begin - Date.now();
  await page.route('**/*', async (route) => {
    const response = await route.fetch();
    const date = new Date(Date.now() + ahead).toUTCString();
    await route.fulfill({ response, headers: { ...response.headers(), date } });
  });
  return (millis) => {
    ahead += millis;
  };
}

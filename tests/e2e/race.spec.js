// Two people book one slot at the same moment.
import { BOOKED, LOST_RACE } from './consumer.js';
import { expect, test } from './people.js';
import { freeSlot, statusOf } from './slots.js';
import { bookingDocument, bookingId, slotDocument } from './truth.js';

test('Carol and Dave confirm the same slot together: one has it, the other is told so', async ({
  carol,
  dave,
}) => {
  const slot = await freeSlot('haircut');
  for (const person of [carol, dave]) {
    await person.signsIn();
    await person.looksAt(slot);
    await person.chooses(slot);
  }
  await meetAtTheApi([carol, dave]);

  await Promise.all([carol.confirms(), dave.confirms()]);

  const outcomes = await Promise.all([carol.hearsTheOutcome(), dave.hearsTheOutcome()]);
  expect([...outcomes].sort()).toEqual([BOOKED, LOST_RACE].sort());
  const winner = outcomes[0] === BOOKED ? carol : dave;
  const booking = await bookingDocument(slot);
  expect(booking).toMatchObject({
    booking_id: bookingId(slot),
    status: 'booked',
    user_email: winner.account.email,
  });
  expect(await slotDocument(slot)).toMatchObject({ is_booked: true });
  expect(await statusOf(slot)).toBe('booked');
  await carol.seesStatus(slot, 'booked');
  await dave.seesStatus(slot, 'booked');
});

/** Holds these people's booking requests until all of them have been sent. */
async function meetAtTheApi(people) {
  let waiting = people.length;
  let open;
  const everybodyIsThere = new Promise((resolve) => {
    open = resolve;
  });
  for (const { page } of people) {
    await page.route('**/api/bookings', async (route) => {
      waiting -= 1;
      if (waiting === 0) open();
      await everybodyIsThere;
      await route.continue();
    });
  }
}

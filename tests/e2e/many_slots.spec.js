// More slots than one listener may have: that is a limit of ours and no fault of the network.
import { freshShortOffer } from './offers.js';
import { expect, test } from './people.js';

// From tomorrow on the hours' two weeks have 13 days of 80 slots, which are 1,040.
const OVER_TWO_WEEKS = { minutes: 10, start: '08:00', end: '21:20' };
// And a week has 6 or 7 days of 288.
const OVER_A_WEEK = { minutes: 5, start: '00:00', end: '24:00' };

for (const hours of [OVER_TWO_WEEKS, OVER_A_WEEK]) {
  const { minutes, start, end } = hours;
  test(`a service of ${minutes} minutes, daily ${start} to ${end}, has its hours in the editor`, async ({
    provider,
  }) => {
    const { provider: account, service } = await freshShortOffer(hours);
    provider.account = account;
    await provider.signsIn();

    await provider.goesTo(`services/${service.id}/hours`);

    await expect(provider.window('Wednesday', 1, 'from')).toHaveValue(start);
    await expect(provider.page.getByRole('alert')).toHaveCount(0);
  });
}

test('a week of 2,016 slots is on the board, to its last one, and stays live', async ({ provider }) => {
  test.slow();
  const { provider: account, service } = await freshShortOffer(OVER_A_WEEK);
  provider.account = account;
  await provider.signsIn();

  await provider.goesTo(`services/${service.id}/slots`);
  await expect(provider.page.locator('[data-day]')).toHaveCount(7);
  const last = await provider.page.locator('[data-day]').last().getAttribute('data-day');
  const slot = { date: last, time: '23:55' };
  await provider.seesOnTheBoard(slot, 'open');
  await provider.closes(slot);

  await provider.seesOnTheBoard(slot, 'closed');
  await expect(provider.page.getByRole('alert')).toHaveCount(0);
});

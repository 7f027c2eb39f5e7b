// More slots than one listener may have, which must not look like a fault of the network.
import { freshShortOffer } from './offers.js';
import { expect, test } from './people.js';

// Two weeks have more than 1,000 slots of this length.
const OVER_TWO_WEEKS = { minutes: 10, start: '08:00', end: '20:00' };
// A week has 2,016 slots of this length.
const OVER_A_WEEK = { minutes: 5, start: '00:00', end: '24:00', days: 10 };

test('a service of 10 minutes, daily 08:00 to 20:00, has its hours in the editor', async ({ provider }) => {
  const { provider: account, service } = await freshShortOffer(OVER_TWO_WEEKS);
  provider.account = account;
  await provider.signsIn();

  await provider.goesTo(`services/${service.id}/hours`);

  await expect(provider.window('Wednesday', 1, 'from')).toHaveValue(OVER_TWO_WEEKS.start);
  await expect(provider.page.getByRole('alert')).toHaveCount(0);
});

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

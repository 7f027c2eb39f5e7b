// axe-core finds nothing wrong with the pages behind a sign-in, in either colour scheme.
import { freshConsumer, freshProvider } from './accounts.js';
import { nothingIsWrongWith } from './axe.js';
import { books, freeSlotsOf, freshStandingOffer, somebodyWithBookings } from './offers.js';
import { operatorGrantsTheDesk } from './page_config.js';
import { expect, test } from './people.js';

const ownBookings = {
  'asked who one is': async ({ page }) => {
    await page.goto('/bookings');
    await expect(page.getByText('You are not signed in')).toBeVisible();
  },
  'still empty': async (visitor) => {
    visitor.account = await freshConsumer('Olga');
    await visitor.signsIn();
    await visitor.looksAtOwnBookings();
    await expect(visitor.page.getByText('No bookings yet')).toBeVisible();
  },
  'with bookings, and then offline': async (visitor) => {
    visitor.account = (await somebodyWithBookings(2)).consumer;
    await visitor.signsIn();
    await visitor.looksAtOwnBookings();
    await expect(visitor.ownBookings).toHaveCount(2);
    await nothingIsWrongWith(visitor.page);
    await visitor.page.context().setOffline(true);
    await expect(visitor.page.getByText('this list may be out of date')).toBeVisible();
  },
};

for (const [state, reach] of Object.entries(ownBookings)) {
  test(`nothing is wrong with one’s own bookings: ${state}`, async ({ visitor }) => {
    await reach(visitor);
    await nothingIsWrongWith(visitor.page);
  });
}

test('nothing is wrong with the desk’s door: nobody signed in, and somebody who is no provider', async ({
  visitor,
}) => {
  await visitor.page.goto('/desk');
  await expect(visitor.page.getByText('You are not signed in')).toBeVisible();
  await nothingIsWrongWith(visitor.page);

  visitor.account = await freshConsumer('Otto');
  await visitor.signsIn();
  await visitor.page.goto('/desk');
  await expect(visitor.page.getByRole('button', { name: 'Open your desk' })).toBeVisible();
  await nothingIsWrongWith(visitor.page);

  await operatorGrantsTheDesk(visitor.page);
  await visitor.page.goto('/desk');
  await expect(visitor.page.getByText('Not allowed')).toBeVisible();
  await nothingIsWrongWith(visitor.page);
});

const empty = {
  '': 'You offer no service yet',
  services: 'You offer no service yet',
  demand: 'Nobody tried in vain',
  'e-mails': 'No e-mails yet',
};

test('nothing is wrong with a desk at which nothing has happened yet', async ({ provider }) => {
  provider.account = await freshProvider('Pia');
  await provider.signsIn();
  for (const [page, sentence] of Object.entries(empty)) {
    await provider.goesTo(page);
    await expect(provider.page.getByText(sentence), page).toBeVisible();
    await nothingIsWrongWith(provider.page);
  }
});

const inUse = {
  'the bookings': async ({ provider, slot }) => {
    await provider.goesTo('');
    await expect(provider.page.getByText(slot.time)).toBeVisible();
  },
  'the services': async ({ provider, service }) => {
    await provider.goesTo('services');
    await expect(provider.page.getByText(service.name)).toBeVisible();
  },
  'a new service': async ({ provider }) => {
    await provider.goesTo('services/new');
    await expect(provider.page.getByLabel('Name')).toBeVisible();
  },
  'a service’s details': async ({ provider, service }) => {
    await provider.goesTo(`services/${service.id}`);
    await expect(provider.page.getByLabel('Name')).toHaveValue(service.name);
  },
  'the hours, and a mistake in them': async ({ provider, service }) => {
    await provider.goesTo(`services/${service.id}/hours`);
    await expect(provider.window('Monday', 1, 'to')).toHaveValue('17:00');
    await nothingIsWrongWith(provider.page);
    await provider.window('Monday', 1, 'to').fill('08:00');
    await expect(provider.page.getByText('The end must be later than the start.')).toBeVisible();
  },
  'the slots': async ({ provider, slot }) => {
    await provider.looksAtTheSlots(slot);
    await provider.seesOnTheBoard(slot, 'booked');
  },
  'the demand': async ({ provider, slot }) => {
    await expect(books(await freshConsumer('Oda'), slot)).rejects.toThrow('409');
    await expect(async () => {
      await provider.goesTo('demand');
      await expect(provider.page.getByRole('row', { name: slot.time })).toBeVisible();
    }).toPass();
  },
  'the e-mails': async ({ provider }) => {
    await provider.goesTo('e-mails');
    await expect(provider.page.locator('[data-status="sent"]').first()).toBeVisible();
  },
  'an address that leads nowhere': async ({ provider }) => {
    await provider.goesTo('nowhere');
    await expect(provider.page.getByText('There is nothing here')).toBeVisible();
  },
};

for (const [state, reach] of Object.entries(inUse)) {
  test(`nothing is wrong with a desk in use: ${state}`, async ({ provider }) => {
    const { provider: account, service } = await freshStandingOffer();
    const [slot] = await freeSlotsOf(service);
    await books(await freshConsumer('Ole'), slot);
    provider.account = account;
    await provider.signsIn();

    await reach({ provider, service, slot });

    await nothingIsWrongWith(provider.page);
  });
}

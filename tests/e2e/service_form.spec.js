// The form of a service: nothing that a provider typed is lost.
import { freshProvider } from './accounts.js';
import { expect, test } from './people.js';

const TYPED = { name: 'Fitting', description: 'For suits', price: '25,50', currency: 'EUR' };

test('what is typed about a new service survives a wrong price, a failed request and a reload', async ({
  provider,
}) => {
  provider.account = await freshProvider('Nora');
  await provider.opensTheDesk('services/new');

  await provider.describesAService({ ...TYPED, price: 'forty' });
  await provider.createService.click();
  await expect(provider.page.getByText('Write the price in figures')).toBeVisible();
  await provider.seesTheService({ ...TYPED, price: 'forty' });

  await provider.page.getByLabel('Price').fill(TYPED.price);
  await provider.page.route('**/api/provider/services', (route) => route.abort());
  await provider.createService.click();
  await expect(provider.page.getByRole('alert')).toBeVisible();
  await provider.seesTheService(TYPED);

  await provider.page.unroute('**/api/provider/services');
  await provider.page.reload();
  await provider.seesTheService(TYPED);

  await provider.createService.click();
  await expect(provider.page.getByRole('heading', { name: 'Fitting' })).toBeVisible();
});

test('a new service begins with the currency and the zone of another one, and with no price', async ({
  provider,
}) => {
  provider.account = await freshProvider('Olga');
  await provider.opensTheDesk('services/new');
  await provider.seesTheService({ name: '', description: '', price: '', currency: 'GBP' });
  await provider.createsService({ name: 'First', currency: 'USD', zone: 'America/New_York' });
  await expect(provider.page.getByRole('heading', { name: 'First' })).toBeVisible();

  await provider.page.getByRole('link', { name: 'Your services' }).click();
  await provider.page.getByRole('link', { name: 'New service' }).click();

  await provider.seesTheService({ name: '', description: '', price: '', currency: 'USD' });
  await expect(provider.page.getByLabel('Time zone')).toHaveValue('America/New_York');
});

test('what is changed about a service survives a wrong price', async ({ provider }) => {
  provider.account = await freshProvider('Paula');
  await provider.opensTheDesk('services/new');
  await provider.createsService({ name: 'Fitting' });
  await provider.page.getByRole('link', { name: 'Details' }).click();

  await provider.page.getByLabel('Name').fill('Long fitting');
  await provider.page.getByLabel('Price').fill('forty');
  await provider.page.getByRole('button', { name: 'Save' }).click();

  await expect(provider.page.getByText('Write the price in figures')).toBeVisible();
  await expect(provider.page.getByLabel('Name')).toHaveValue('Long fitting');
});

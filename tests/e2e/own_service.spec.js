// A provider looks at the public page of their own service.
import { freeSlotsOf, freshOffer } from './offers.js';
import { expect, test } from './people.js';

test('a provider does not book their own service, but is led to closing the slot', async ({
  provider,
}) => {
  const { service, provider: account } = await freshOffer();
  const [slot] = await freeSlotsOf(service);
  provider.account = account;
  await provider.signsIn();

  await provider.looksAt(slot);
  await expect(provider.page.getByText('This is your own service.')).toBeVisible();
  await provider.chooses(slot);

  await expect(provider.page).toHaveURL(new RegExp(`/desk/services/${service.id}/slots`));
  await expect(provider.page.locator('[data-day]').first()).toBeVisible();
});

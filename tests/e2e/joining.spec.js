// Somebody who is no provider comes to the desk.
import { becomesProvider, freshConsumer, tokenOf } from './accounts.js';
import { operatorGrantsTheDesk } from './page_config.js';
import { expect, test } from './people.js';

test('who offers services opens a desk and publishes hours, from the first page on', async ({
  provider,
}) => {
  const { page } = provider;
  provider.account = await freshConsumer('Nora');
  await page.goto('/');
  await page.getByRole('link', { name: 'Offer your services' }).click();
  await expect(page.getByText('You are not signed in')).toBeVisible();
  await page.getByRole('button', { name: 'Sign in to your desk' }).click();
  await provider.signIn.as(provider.account);

  await page.getByRole('button', { name: 'Open your desk' }).click();
  await provider.createsService({ name: 'Fitting' });
  await provider.takesTheUsualHours();
  await expect(provider.preview).toContainText(/\d+ slots will be made/);
  await provider.publishesTheHours();

  await page.getByRole('link', { name: 'Your services' }).click();
  await expect(page.getByRole('link', { name: 'Fitting' })).toBeVisible();
});

test('a desk that could not be opened says why and can be opened again', async ({ visitor }) => {
  const { page } = visitor;
  visitor.account = await freshConsumer('Wanda');
  await visitor.signsIn();
  await page.goto('/desk');
  await page.route('**/api/provider', (route) => route.abort());
  await page.getByRole('button', { name: 'Open your desk' }).click();
  await expect(page.getByText('cannot be reached')).toBeVisible();

  await page.unroute('**/api/provider');
  await page.getByRole('button', { name: 'Open your desk' }).click();

  await expect(page.getByRole('heading', { name: 'New service' })).toBeVisible();
});

test('where the operator decides, a consumer is told whom to ask, and let in once they are a provider', async ({
  visitor,
}) => {
  const { page } = visitor;
  await operatorGrantsTheDesk(page);
  await page.goto('/desk/services');
  await expect(page.getByText('You are not signed in')).toBeVisible();
  visitor.account = await freshConsumer('Walter');
  await page.getByRole('button', { name: 'Sign in to your desk' }).click();
  await visitor.signIn.as(visitor.account);
  await expect(page.getByText('Not allowed')).toBeVisible();
  await expect(page.getByText(`${visitor.account.email} is not one`)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Example Ltd' })).toHaveAttribute(
    'href',
    'https://example.org/contact',
  );

  await becomesProvider((await tokenOf(visitor.account)).localId);
  await page.getByRole('button', { name: 'Check again' }).click();

  await expect(page.getByText('You offer no service yet')).toBeVisible();
  await expect(page.getByText('Not allowed')).toHaveCount(0);
});

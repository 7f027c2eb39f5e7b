// Texts that people write are shown as they were written.
import { freshConsumer } from './accounts.js';
import { mailTo } from './inbox.js';
import { books, freeSlotsOf, freshOffer } from './offers.js';
import { expect, test } from './people.js';
import { bookingId } from './truth.js';

test('a price in pesos is the same on every page and in the mail', async ({ visitor }) => {
  const price = { amountMinor: 20_000_000, currency: 'COP' };
  const { service } = await freshOffer('Fitting', { price });
  expect(service.price).toEqual({ ...price, minorUnits: 2 });
  const [slot] = await freeSlotsOf(service);
  visitor.account = await freshConsumer('Vera');

  await visitor.page.goto(`/services/${service.id}`);
  await expect(visitor.page.getByText(/COP\s200,000\.00/)).toBeVisible();

  await visitor.signsIn();
  await books(visitor.account, slot);
  await visitor.page.goto('/bookings');
  // The page reads the name from Firestore itself, not from an answer of the API.
  await expect(visitor.page.getByText(/COP\s200,000\.00/)).toBeVisible();
  const mail = await mailTo(visitor.account.email, slot);
  expect(mail.text).toMatch(/COP\s200,000\.00/);
});

test('a description has its lines, its tabs and its direction', async ({ visitor }) => {
  const description = 'First line\r\nSecond\tline\n\nשורה';
  const { service } = await freshOffer('Fitting', { description });
  expect(service.description).toBe('First line\nSecond\tline\n\nשורה');

  await visitor.page.goto(`/services/${service.id}`);
  const shown = visitor.page.getByText('First line');
  await expect(shown).toBeVisible();
  expect(await shown.innerText()).toBe('First line\nSecond\tline\n\nשורה');
  await visitor.page.goto('/');
  const card = visitor.page.getByRole('article').filter({ has: visitor.page.locator(`[href="/services/${service.id}"]`) });
  expect(await card.getByText('First line').innerText()).toContain('First line\nSecond');
});

test('a name from right to left leaves what stands around it where it is', async ({ visitor }) => {
  const { service } = await freshOffer('תספורת');
  await visitor.page.goto(`/services/${service.id}`);
  const heading = visitor.page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText('תספורת');
  expect(await heading.locator('bdi').evaluate((it) => getComputedStyle(it).unicodeBidi)).toBe(
    'isolate',
  );
});

test('the link to the consumer opens a mail to their address and nothing else', async ({
  provider,
}) => {
  const { provider: account, service } = await freshOffer();
  const local = `a&b=c?bcc=victim%40x.test&subject=hi${Date.now()}`;
  const consumer = await freshConsumer('Vera', `${local}@slotbook.test`);
  const [slot] = await freeSlotsOf(service);
  await books(consumer, slot);

  provider.account = account;
  await provider.opensTheDesk();
  const entry = provider.appointment(bookingId(slot));
  await expect(entry).toBeVisible();
  const link = new URL(await entry.getByRole('link').getAttribute('href'));
  expect([link.protocol, link.search, link.hash]).toEqual(['mailto:', '', '']);
  expect(decodeURIComponent(link.pathname)).toBe(consumer.email);
});

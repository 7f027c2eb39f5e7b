// A page that stays open while another one is deployed: parts of it that it has not loaded yet may
// be gone.
import { expect, test } from './people.js';
import { PAGE } from './stack.js';

/** The sign-in's part of the page, which is loaded when the dialog opens. */
const PART = '**/assets/auth-*';

/**
 * Has the server answer as if another page had been deployed. Loading the page again gives that page
 * with all its parts, unless `forGood` says that the part stays missing.
 */
async function anotherPageIsDeployed(page, { forGood = false } = {}) {
  const present = await fetch(`${PAGE}/services/consultation`);
  const html = (await present.text()).replaceAll('/assets/', '/assets/new-');
  await page.route(PART, (route) => route.fulfill({ status: 404 }));
  await page.route(({ pathname }) => pathname === '/services/consultation', async (route) => {
    if (route.request().isNavigationRequest()) {
      if (!forGood) await page.unroute(PART);
      return route.continue();
    }
    return route.fulfill({ contentType: 'text/html', body: html });
  });
}

// No request is left open when the page is closed.
test.afterEach(({ visitor }) => visitor.page.unrouteAll({ behavior: 'ignoreErrors' }));

/** How often the page is loaded from now on. */
function loadsOf(page) {
  const loads = { count: 0 };
  page.on('load', () => {
    loads.count += 1;
  });
  return loads;
}

test('a page whose part is gone is loaded again by itself, and then signs in', async ({ visitor }) => {
  const { page } = visitor;
  await page.goto('/services/consultation');
  await expect(visitor.grid).toBeVisible();
  await anotherPageIsDeployed(page);
  const loads = loadsOf(page);

  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect.poll(() => loads.count).toBe(1);
  await page.getByRole('button', { name: 'Sign in' }).click();

  await visitor.signIn.withGoogle('gone@slotbook.test');
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  expect(loads.count).toBe(1);
});

test('a part that stays missing does not make the page load again and again', async ({ visitor }) => {
  const { page } = visitor;
  await page.goto('/services/consultation');
  await expect(visitor.grid).toBeVisible();
  await anotherPageIsDeployed(page, { forGood: true });
  const loads = loadsOf(page);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect.poll(() => loads.count).toBe(1);

  const asked = page.waitForResponse(PART);
  const looked = page.waitForResponse((answer) =>
    answer.url().endsWith('/services/consultation') && !answer.request().isNavigationRequest());
  await page.getByRole('button', { name: 'Sign in' }).click();
  await Promise.all([asked, looked]);

  await visitor.signIn.turnsTo('Continue with Google');
  await expect(visitor.signIn.dialog.getByRole('alert')).toBeVisible();
  expect(loads.count).toBe(1);
});

test('who has typed something decides when the page is loaded again', async ({ visitor }) => {
  const { page } = visitor;
  await page.goto('/services/consultation');
  await expect(visitor.grid).toBeVisible();
  await anotherPageIsDeployed(page);
  let isTyped;
  const typed = new Promise((resolve) => {
    isTyped = resolve;
  });
  await page.route(PART, async (route) => {
    await typed;
    await route.fulfill({ status: 404 });
  });
  const loads = loadsOf(page);

  await page.getByRole('button', { name: 'Sign in' }).click();
  const { email } = visitor.signIn;
  await email.fill('carol@slotbook.test');
  isTyped();

  const updated = page.getByRole('alert').filter({ hasText: 'Slotbook has been updated' });
  await expect(updated).toBeVisible();
  await expect(email).toHaveValue('carol@slotbook.test');
  expect(loads.count).toBe(0);
  await updated.getByRole('link', { name: 'Load it again' }).click();
  await expect(visitor.grid).toBeVisible();
  expect(loads.count).toBe(1);
});

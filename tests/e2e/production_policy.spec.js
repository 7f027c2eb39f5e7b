// The page with the headers of production: firebase.json without the emulators' addresses that a
// local run adds. The page is configured for a real project, and its requests to Google are
// forwarded to the emulators where that is possible.
import { readFileSync } from 'node:fs';
import { freshConsumer } from './accounts.js';
import { expect, test } from './people.js';
import { freeSlot } from './slots.js';
import { AUTH, PAGE } from './stack.js';
import { bookingDocument } from './truth.js';

const { hosting } = JSON.parse(readFileSync(new URL('../../firebase.json', import.meta.url)));
const POLICY = hosting.headers
  .flatMap(({ headers }) => headers)
  .find(({ key }) => key === 'Content-Security-Policy').value;
const REAL = {
  firebase: { projectId: 'slotbook', apiKey: 'any', authDomain: 'slotbook.firebaseapp.com' },
  databaseId: '(default)',
  emulators: null,
};
// Refused on purpose: if Firestore is out of reach, the SDK asks there whether the internet is. It
// takes a refusal for a no and retries all the same.
const PROBE = 'img-src https://www.google.com/images/cleardot.gif';
const ACCOUNTS = ['identitytoolkit.googleapis.com', 'securetoken.googleapis.com'];

test('a visitor signs in and books, and nothing is against the policy', async ({ visitor }) => {
  const { violations, asked } = await inProduction(visitor.page);
  const slot = await freeSlot('haircut');
  const account = await freshConsumer('Lena');

  await visitor.looksAt(slot);
  await expect.poll(() => asked).toContain('https://firestore.googleapis.com');
  await visitor.chooses(slot);
  await visitor.signIn.as(account);
  await visitor.isAskedToConfirm(slot);
  await visitor.confirms();
  await visitor.seesItConfirmed();

  expect(await bookingDocument(slot)).toMatchObject({ user_email: account.email });
  expect(asked).toContain('https://identitytoolkit.googleapis.com');
  expect(await violations()).toEqual([]);
});

test('what Google’s sign-in loads is allowed, and nothing else is', async ({ visitor }) => {
  const { violations, asked } = await inProduction(visitor.page);
  await visitor.looksAtTheServices();

  await visitor.page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click();
  await visitor.signIn.turnsTo('Continue with Google');
  await expect.poll(() => asked).toContain('https://apis.google.com');
  expect(await violations()).toEqual([]);

  await visitor.page.evaluate(() => fetch('https://elsewhere.test/').catch(() => {}));
  await visitor.page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.ranInline = true';
    document.head.append(script);
  });
  expect(await violations()).toEqual([
    'connect-src https://elsewhere.test/',
    'script-src-elem inline',
  ]);
  expect(await visitor.page.evaluate(() => window.ranInline)).toBeUndefined();
});

test('every page comes with the rules, every asset for ever, and Firebase’s own paths without', async ({
  request,
}) => {
  const headers = async (path) => (await request.get(`${PAGE}${path}`)).headers();
  const page = await (await request.get(PAGE)).text();
  const asset = /\/assets\/[\w-]+\.js/.exec(page)[0];

  for (const path of ['/', '/services/consultation', '/desk', '/desk/hours', '/nowhere']) {
    expect(await headers(path), path).toMatchObject({
      'content-security-policy': expect.stringMatching(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'/),
      'cross-origin-opener-policy': 'same-origin-allow-popups',
      'strict-transport-security': expect.stringContaining('max-age='),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'x-frame-options': 'DENY',
      'cache-control': 'no-cache',
    });
  }
  expect(await headers(asset)).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  });
  const own = await headers('/__/firebase/init.json');
  expect(own['content-security-policy']).toBeUndefined();
  expect(own['x-frame-options']).toBeUndefined();
});

/** Serves a page, and records violations of the policy and the origins of its requests. */
async function inProduction(page) {
  const asked = [];
  page.context().on('request', (request) => asked.push(new URL(request.url()).origin));
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      window.violations.push(`${effectiveDirective} ${blockedURI}`),
    );
  });
  await page.route('https://firestore.googleapis.com/**', (route) => route.abort());
  await page.route('https://apis.google.com/**', (route) => route.abort());
  for (const host of ACCOUNTS) {
    await page.route(`https://${host}/**`, async (route) => {
      const { pathname, search } = new URL(route.request().url());
      await route.fulfill({ response: await route.fetch({ url: `${AUTH}/${host}${pathname}${search}` }) });
    });
  }
  await page.route('**/config.json', (route) => route.fulfill({ json: REAL }));
  await page.route(`${PAGE}/**`, async (route) => {
    if (route.request().resourceType() !== 'document') return route.fallback();
    const response = await route.fetch();
    const headers = { ...response.headers(), 'content-security-policy': POLICY };
    return route.fulfill({ response, headers });
  });
  const violations = async () =>
    (await page.evaluate(() => window.violations)).filter((it) => !it.startsWith(PROBE));
  return { asked, violations };
}

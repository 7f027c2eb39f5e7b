// App Check on the page. Google's part cannot run here: its tokens need Google.
import { expect, test } from './people.js';
import { freeSlot } from './slots.js';
import { bookingDocument } from './truth.js';

/** The page of an operator who has switched App Check on. */
async function appCheckIsOn(page) {
  await page.route('**/config.json', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), appCheckSiteKey: 'any' } });
  });
}

/** The booking request that is sent when the person confirms. */
const bookingRequest = (page) =>
  page.waitForRequest((request) => request.url().endsWith('/api/bookings') && request.method() === 'POST');

test('a booking carries the token of App Check', async ({ carol }) => {
  const { page } = carol;
  const slot = await freeSlot('haircut');
  await appCheckIsOn(page);
  await carol.signsIn();
  await page.route('**/assets/app_check-*', (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      body: "export const start = (app, key) => async () => 'token-for-' + key;",
    }),
  );
  await carol.looksAt(slot);
  await carol.chooses(slot);

  const sent = bookingRequest(page);
  await carol.confirms();

  expect((await sent).headers()['x-firebase-appcheck']).toBe('token-for-any');
  await carol.seesItConfirmed();
});

test('a booking is sent all the same where reCAPTCHA is kept away', async ({ carol }) => {
  const { page } = carol;
  const slot = await freeSlot('haircut');
  await appCheckIsOn(page);
  await carol.signsIn();
  await carol.looksAt(slot);
  await carol.chooses(slot);

  const sent = bookingRequest(page);
  await carol.confirms();

  expect((await sent).headers()['x-firebase-appcheck']).toBeUndefined();
  await carol.seesItConfirmed();
  expect(await bookingDocument(slot)).toMatchObject({ user_email: carol.account.email });
});

// A slot that is booked while its question is open, by the person or by another one; and a sign-in
// that has expired when the person confirms.
import { freshConsumer } from './accounts.js';
import { TAKEN } from './consumer.js';
import { expect, test } from './people.js';
import { somebodyBooks } from './rivals.js';
import { freeSlot } from './slots.js';
import { bookingDocument } from './truth.js';

const OWN = 'You have booked this slot.';
const BY_SOMEBODY = 'This slot has just been booked.';
const OWN_PATH = '/api/bookings?';

test('who books the slot in another tab is told in this one that it is theirs', async ({
  visitor,
}) => {
  const slot = await freeSlot('haircut');
  await isAsked(visitor, slot, 'Olga');
  const heard = await listensTo(visitor.page);
  const other = await visitor.inAnotherTab();

  await other.books(slot);

  await expect(visitor.modal.getByText(OWN)).toBeVisible();
  await expect(visitor.confirm).toBeDisabled();
  await expect(visitor.modal.getByRole('alert')).toHaveCount(0);
  expect(await heard()).not.toContain('someone else');
});

test('who confirms what they have booked in another tab has one booking, and is told so', async ({
  visitor,
}) => {
  const slot = await freeSlot('haircut');
  await isAsked(visitor, slot, 'Oskar');
  const other = await visitor.inAnotherTab();
  // Confirm is pressed before the calendar receives the change.
  await visitor.page.route('**/api/bookings', async (route) => {
    await other.books(slot);
    await route.continue();
  });

  await visitor.confirms();

  await visitor.seesItConfirmed();
  expect(await bookingDocument(slot)).toMatchObject({ user_email: visitor.account.email });
});

test('where it cannot be told whose the slot is, nobody else is named', async ({ visitor }) => {
  const slot = await freeSlot('haircut');
  await isAsked(visitor, slot, 'Otto');
  await visitor.page.route(`**${OWN_PATH}**`, (route) => route.abort());
  const heard = await listensTo(visitor.page);
  const asked = visitor.page.waitForEvent('requestfailed', (one) => one.url().includes(OWN_PATH));

  await somebodyBooks(slot);
  await asked;

  await visitor.cannotHaveIt(BY_SOMEBODY);
  expect(await heard()).not.toContain('someone else');
});

test('a slot that somebody else books is said to be theirs once that is known', async ({
  visitor,
}) => {
  const slot = await freeSlot('haircut');
  await isAsked(visitor, slot, 'Olaf');

  await somebodyBooks(slot);

  await visitor.cannotHaveIt(TAKEN);
});

test('who was signed out in another tab and confirms signs in and carries on with the same slot', async ({
  visitor,
}) => {
  const slot = await freeSlot('haircut');
  await isAsked(visitor, slot, 'Edda');
  const other = await visitor.inAnotherTab();
  await other.page.goto('/');
  await other.signOut.click();
  await visitor.page.getByText('You have been signed out').waitFor();
  const asked = requestsToBook(visitor.page);

  await visitor.confirms();

  await expect(visitor.signIn.dialog).toContainText('You have been signed out.');
  expect(asked).toEqual([]);
  await carriesOn(visitor, slot);
});

test('who confirms in the moment of being signed out elsewhere signs in and carries on', async ({
  visitor,
}) => {
  const slot = await freeSlot('haircut');
  await isAsked(visitor, slot, 'Emil');
  const other = await visitor.inAnotherTab();
  await other.page.goto('/');
  await visitor.page.route(
    '**/api/bookings',
    async (route) => {
      await other.signOut.click();
      await visitor.page.getByText('You have been signed out').waitFor();
      await route.fulfill(UNAUTHENTICATED);
    },
    { times: 1 },
  );

  await visitor.confirms();

  await expect(visitor.signIn.dialog).toBeVisible();
  await carriesOn(visitor, slot);
});

test('whose sign-in the API does not accept any more signs in anew and carries on', async ({
  visitor,
}) => {
  const slot = await freeSlot('haircut');
  await isAsked(visitor, slot, 'Elsa');
  await visitor.page.route('**/api/bookings', (route) => route.fulfill(UNAUTHENTICATED), {
    times: 2,
  });

  await visitor.confirms();

  await expect(visitor.signIn.dialog).toContainText('Your sign-in has expired.');
  await expect(visitor.page.getByText('You have been signed out')).toHaveCount(0);
  await carriesOn(visitor, slot);
});

test('who would rather not sign in anew is back at the calendar', async ({ visitor }) => {
  const slot = await freeSlot('haircut');
  await isAsked(visitor, slot, 'Eva');
  await visitor.page.route('**/api/bookings', (route) => route.fulfill(UNAUTHENTICATED));

  await visitor.confirms();
  await visitor.signIn.turnsTo('Cancel');

  await expect(visitor.modal).toBeHidden();
  await visitor.isSignedOut();
  await visitor.seesStatus(slot, 'available');
});

const UNAUTHENTICATED = {
  status: 401,
  contentType: 'application/problem+json',
  body: JSON.stringify({
    type: 'about:blank',
    title: 'Unauthorized',
    status: 401,
    detail: 'Sign in and try again.',
    code: 'unauthenticated',
  }),
};

/** Signs in as a new person and opens the question whether to book the slot. */
async function isAsked(visitor, slot, name) {
  visitor.account = await freshConsumer(name);
  await visitor.signsIn();
  await visitor.looksAt(slot);
  await visitor.chooses(slot);
  await visitor.isAskedToConfirm(slot);
}

async function carriesOn(visitor, slot) {
  await visitor.signIn.as(visitor.account);
  await visitor.isAskedToConfirm(slot);
  await visitor.confirms();
  await visitor.seesItConfirmed();
  expect(await bookingDocument(slot)).toMatchObject({ user_email: visitor.account.email });
}

/** Collects the texts of the page's dialogs. */
async function listensTo(page) {
  await page.evaluate(() => {
    window.heard = [];
    new MutationObserver(() => {
      window.heard.push(document.querySelector('dialog[open]')?.innerText);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  return async () => (await page.evaluate(() => window.heard)).join('\n');
}

function requestsToBook(page) {
  const asked = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/bookings')) asked.push(request);
  });
  return asked;
}

// Signing in and up in all ways, and what can go wrong.
import { freshConsumer, newcomer, setsNewPassword } from './accounts.js';
import { expect, test } from './people.js';
import { freeSlot } from './slots.js';
import { bookingDocument } from './truth.js';

const RESET_ANSWER = /If there is an account with this address, a mail with a link/;

test('a visitor chooses a slot, signs in with Google and carries on with the same slot', async ({
  visitor,
}) => {
  const slot = await freeSlot('haircut');
  const { email } = newcomer('Gina');
  await visitor.looksAt(slot);
  await visitor.chooses(slot);

  await visitor.signIn.withGoogle(email);

  await visitor.isAskedToConfirm(slot);
  await visitor.confirms();
  await visitor.seesItConfirmed();
  expect(await bookingDocument(slot)).toMatchObject({ user_email: email });
});

test('who turns away from Google is asked again, and told of no error', async ({ visitor }) => {
  await visitor.goesToSignIn();
  const { dialog, submit } = visitor.signIn;

  visitor.page.once('dialog', (question) => question.dismiss());
  await visitor.signIn.turnsTo('Continue with Google');

  await expect(submit).toBeEnabled();
  await expect(dialog.getByRole('alert')).toHaveCount(0);
});

/** Configures the page as Hosting would for a real project. */
const isConfiguredForARealProject = (page) =>
  page.route('**/config.json', (route) =>
    route.fulfill({
      json: {
        firebase: { projectId: 'slotbook', apiKey: 'any', authDomain: 'slotbook.firebaseapp.com' },
        databaseId: '(default)',
        emulators: null,
      },
    }),
  );

test('for a real project nobody but Google itself says who somebody is', async ({ visitor }) => {
  const asked = [];
  const { page } = visitor;
  await isConfiguredForARealProject(page);
  page.on('dialog', (question) => {
    asked.push(question.message());
    return question.dismiss();
  });
  const googlesOwn = page.waitForRequest('https://apis.google.com/js/api.js*');
  await visitor.goesToSignIn();

  await visitor.signIn.turnsTo('Continue with Google');

  await googlesOwn;
  expect(asked).toEqual([]);
});

test("Google's window can open at the click: what it needs is there when the dialog is", async ({
  visitor,
}) => {
  const { page } = visitor;
  await isConfiguredForARealProject(page);
  // Safari opens a window only while it handles the click, so everything must be loaded before.
  const googlesOwn = page.waitForRequest('https://apis.google.com/js/api.js*');

  await visitor.goesToSignIn();

  await googlesOwn;
});

test('a wrong password is said in plain words and can be corrected', async ({ visitor }) => {
  const account = await freshConsumer('Walter');
  await visitor.goesToSignIn();

  await visitor.signIn.as({ ...account, password: 'not this one' });

  const { dialog } = visitor.signIn;
  await expect(dialog.getByRole('alert')).toHaveText(/address or the password is not right/);
  await visitor.signIn.as(account);
  await visitor.isSignedIn();
});

test('who has forgotten the password sets another one and signs in with it', async ({ visitor }) => {
  const account = await freshConsumer('Mia');
  await visitor.goesToSignIn();

  await visitor.signIn.forgetsThePasswordOf(account.email);

  await expect(visitor.signIn.dialog).toContainText(RESET_ANSWER);
  const password = 'another-one';
  await setsNewPassword(account.email, password);
  await visitor.signIn.turnsTo('Back to signing in');
  await visitor.signIn.as({ ...account, password });
  await visitor.isSignedIn();
});

test('nobody learns by asking for a new password who has an account', async ({ visitor }) => {
  await visitor.goesToSignIn();

  await visitor.signIn.forgetsThePasswordOf(newcomer('Nobody').email);

  await expect(visitor.signIn.dialog).toContainText(RESET_ANSWER);
  await expect(visitor.signIn.dialog.getByRole('alert')).toHaveCount(0);
});

test('who signs out in one tab is told so in the other', async ({ carol }) => {
  await carol.signsIn();
  const other = await carol.inAnotherTab();
  await other.page.goto('/');
  await other.isSignedIn();

  await carol.signOut.click();

  await carol.isSignedOut();
  await expect(carol.page.getByText('You have been signed out')).toHaveCount(0);
  await expect(other.page.getByText('You have been signed out')).toBeVisible();
  await other.isSignedOut();
  await other.page.getByRole('button', { name: 'Sign in again' }).click();
  await other.signIn.as(other.account);
  await other.isSignedIn();
  await expect(other.page.getByText('You have been signed out')).toHaveCount(0);
});

test('a token that the API refuses is renewed, and the booking goes through', async ({ carol }) => {
  const slot = await freeSlot('haircut');
  await carol.signsIn();
  await carol.looksAt(slot);
  await carol.chooses(slot);
  const answers = [];
  carol.page.on('response', (response) => {
    if (response.url().endsWith('/api/bookings')) answers.push(response.status());
  });
  await carol.page.route(
    '**/api/bookings',
    (route) => {
      const headers = { ...route.request().headers(), authorization: 'Bearer worn-out' };
      return route.continue({ headers });
    },
    { times: 1 },
  );

  await carol.confirms();

  await carol.seesItConfirmed();
  expect(answers).toEqual([401, 201]);
});

// A browser whose storage cannot be read: the page works as if nobody were signed in.
import { freshConsumer } from './accounts.js';
import { expect, test } from './people.js';
import { freeSlot } from './slots.js';
import { FIRESTORE } from './stack.js';
import { bookingDocument } from './truth.js';

const CANNOT = 'cannot be reached';
/** A little longer than the page waits for the network. */
const LONG = { timeout: 25_000 };
const SAID = 'Your browser does not let us read whether you are signed in.';

/** Ways to break the page's IndexedDB before the page runs. */
const STORAGES = {
  'never answers': () => {
    IDBFactory.prototype.open = () => new EventTarget();
    IDBFactory.prototype.databases = () => new Promise(() => {});
  },
  'never opens': () => {
    IDBFactory.prototype.open = () => new EventTarget();
  },
  throws: () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('not today', 'SecurityError');
    };
  },
  'opens and never reads': () => {
    IDBObjectStore.prototype.get = () => new EventTarget();
    IDBObjectStore.prototype.getAllKeys = () => new EventTarget();
    IDBTransaction.prototype.commit = () => {};
    Object.defineProperty(IDBTransaction.prototype, 'oncomplete', { set: () => {} });
  },
  'throws when it is read': () => {
    IDBDatabase.prototype.transaction = () => {
      throw new DOMException('gone', 'InvalidStateError');
    };
  },
};

for (const [what, breaks] of Object.entries(STORAGES)) {
  test(`where the browser's storage ${what}, who was signed in is asked to sign in again, and books`, async ({
    visitor,
  }) => {
    visitor.account = await freshConsumer('Stella');
    const slot = await freeSlot('haircut');
    await visitor.signsIn();
    await visitor.page.addInitScript(breaks);

    await visitor.looksAt(slot);

    await expect(visitor.page.getByText(SAID)).toBeVisible();
    await visitor.isSignedOut();
    await visitor.chooses(slot);
    await visitor.signIn.as(visitor.account);
    await visitor.isAskedToConfirm(slot);
    await visitor.confirms();
    await visitor.seesItConfirmed();
    expect(await bookingDocument(slot)).toMatchObject({ user_email: visitor.account.email });
    await expect(visitor.page.getByText(SAID)).toBeHidden();
  });

  test(`where the browser's storage ${what}, neither one's bookings nor the desk load for ever`, async ({
    visitor,
  }) => {
    const { page } = visitor;
    visitor.account = await freshConsumer('Silke');
    await visitor.signsIn();
    await page.addInitScript(breaks);

    await visitor.looksAtOwnBookings();
    await expect(page.getByText('You are not signed in', { exact: true })).toBeVisible();
    await expect(page.getByText(SAID)).toBeVisible();

    await page.goto('/desk');
    await expect(page.getByRole('button', { name: 'Sign in to your desk' })).toBeVisible();
  });
}

test('a storage in which the sign-in was never set up remembers nobody, and one signs in', async ({
  visitor,
}) => {
  const { page } = visitor;
  await page.goto('/');
  await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('firebaseLocalStorageDb');
        opening.onsuccess = () => resolve(opening.result.close());
        opening.onerror = () => reject(opening.error);
      }),
  );
  visitor.account = await freshConsumer('Sina');

  await visitor.signsIn();

  await expect(page.getByText(SAID)).toHaveCount(0);
  await page.reload();
  await visitor.isSignedIn();
});

test('who is not remembered is told nothing of the browser’s storage', async ({ visitor }) => {
  await visitor.looksAtTheServices();
  await visitor.isSignedOut();
  await expect(visitor.page.getByText(SAID)).toHaveCount(0);
});

const SDK = {
  'the sign-in SDK never comes': '**/assets/auth-*',
  'the project’s configuration never comes': '**/config.json',
};

for (const [what, path] of Object.entries(SDK)) {
  test(`where ${what}, who was signed in is offered to sign in, and told what is wrong`, async ({
    visitor,
  }) => {
    const { page } = visitor;
    visitor.account = await freshConsumer('Sven');
    await visitor.signsIn();
    await page.route(path, () => {});

    await visitor.looksAtTheServices();
    await visitor.isSignedOut();
    await visitor.banner.getByRole('button', { name: 'Sign in' }).click();
    await visitor.signIn.as(visitor.account);

    await expect(visitor.signIn.dialog.getByRole('alert')).toContainText(CANNOT, LONG);
    await visitor.looksAtOwnBookings();
    await expect(page.getByRole('alert')).toContainText(CANNOT, LONG);
  });
}

const FIRESTORES = {
  'the Firestore SDK never comes': '**/assets/firestore-*',
  'Firestore never answers': `${FIRESTORE}/**`,
};

for (const [what, path] of Object.entries(FIRESTORES)) {
  test(`where ${what}, neither one's bookings nor the times load for ever`, async ({ visitor }) => {
    const { page } = visitor;
    visitor.account = await freshConsumer('Sara');
    await visitor.signsIn();
    await page.route(path, () => {});

    await visitor.looksAtOwnBookings();
    await expect(page.getByRole('alert')).toContainText(CANNOT, LONG);

    await page.route('**/api/availability?**', (route) => route.abort());
    await page.goto('/services/haircut');
    await expect(page.getByRole('alert')).toContainText(CANNOT, LONG);
  });
}

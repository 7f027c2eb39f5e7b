// A visitor looks first, and signs in only to book a slot.
import { freshConsumer, newcomer } from './accounts.js';
import { expect, test } from './people.js';
import { freeSlot } from './slots.js';
import { bookingDocument } from './truth.js';

test('a visitor who chooses a slot signs in and carries on with the same slot', async ({
  visitor,
}) => {
  const slot = await freeSlot('haircut');
  const account = await freshConsumer('Erin');
  await visitor.looksAt(slot);

  await visitor.chooses(slot);
  await visitor.signIn.as(account);

  await visitor.isAskedToConfirm(slot);
  await visitor.confirms();
  await visitor.seesItConfirmed();
  expect(await bookingDocument(slot)).toMatchObject({ user_email: account.email });
});

test('a visitor without an account makes one and carries on with the same slot', async ({
  visitor,
}) => {
  const slot = await freeSlot('haircut');
  const account = newcomer('Frank');
  await visitor.looksAt(slot);

  await visitor.chooses(slot);
  await visitor.signIn.asNewcomer(account);

  await visitor.isAskedToConfirm(slot);
  await visitor.confirms();
  await visitor.seesItConfirmed();
  expect(await bookingDocument(slot)).toMatchObject({ user_email: account.email });
});

test('a visitor who turns away at the sign-in goes on looking', async ({ visitor }) => {
  const slot = await freeSlot('haircut');
  await visitor.looksAt(slot);

  await visitor.chooses(slot);
  await expect(visitor.signIn.dialog).toBeVisible();
  await visitor.page.keyboard.press('Escape');

  await expect(visitor.signIn.dialog).toBeHidden();
  await visitor.seesStatus(slot, 'available');
  expect(await bookingDocument(slot)).toBeUndefined();
});

// Booking without a mouse.
import { freshConsumer } from './accounts.js';
import { Keyboard } from './keyboard.js';
import { expect, test } from './people.js';
import { freeSlot } from './slots.js';
import { bookingDocument } from './truth.js';

test('a visitor chooses a service, signs in and books, all by keyboard', async ({ visitor }) => {
  const slot = await freeSlot('haircut');
  const account = await freshConsumer('Grete');
  const keyboard = new Keyboard(visitor.page);
  const { dialog, email, password, submit } = visitor.signIn;

  await visitor.page.goto('/');
  await keyboard.tabsTo(visitor.serviceLink('Haircut'));
  await keyboard.press('Enter');
  await visitor.turnsPagesTo(slot, async () => {
    await keyboard.tabsTo(visitor.nextWeek);
    await keyboard.press('Enter');
  });
  await keyboard.tabsTo(visitor.tabStop);
  await keyboard.arrowsTo(slot, visitor.slot(slot));
  await keyboard.press('Enter');

  await expect(dialog).toBeVisible();
  await keyboard.tabsTo(email);
  await keyboard.type(account.email);
  await keyboard.tabsTo(password);
  await keyboard.type(account.password);
  await keyboard.tabsTo(submit);
  await keyboard.press('Enter');

  await visitor.isAskedToConfirm(slot);
  await keyboard.tabsTo(visitor.confirm);
  await keyboard.press('Enter');
  await visitor.seesItConfirmed();
  await expect(visitor.slot(slot)).toBeFocused();
  expect(await bookingDocument(slot)).toMatchObject({ user_email: account.email });
});

test('Escape turns away from the slot and gives the focus back to it', async ({ carol }) => {
  const slot = await freeSlot('haircut');
  await carol.signsIn();
  await carol.looksAt(slot);

  await carol.chooses(slot);
  await carol.isAskedToConfirm(slot);
  await carol.page.keyboard.press('Escape');

  await expect(carol.modal).toBeHidden();
  await expect(carol.slot(slot)).toBeFocused();
  expect(await bookingDocument(slot)).toBeUndefined();
});

test('the focus never leaves the modal for the page behind it', async ({ carol }) => {
  const slot = await freeSlot('haircut');
  await carol.signsIn();
  await carol.looksAt(slot);
  await carol.chooses(slot);
  await carol.isAskedToConfirm(slot);

  const keyboard = new Keyboard(carol.page);
  const rooms = [];
  for (const key of [...Array(6).fill('Tab'), ...Array(6).fill('Shift+Tab')]) {
    await keyboard.press(key);
    rooms.push(await keyboard.roomOfTheFocus(carol.modal));
  }

  // After the last button, Tab goes through the browser's own controls before it reaches the first.
  expect(new Set(rooms)).toEqual(new Set(['inside', 'the browser']));
  expect(rooms.join()).not.toContain('the browser,the browser');
});

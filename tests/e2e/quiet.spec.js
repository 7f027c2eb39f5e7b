// A visit leaves nothing on the console and goes nowhere but home.
import { freshConsumer } from './accounts.js';
import { expect, test } from './people.js';
import { freeSlot } from './slots.js';
import { AUTH, FIRESTORE, PAGE } from './stack.js';

const OWN = [PAGE, AUTH, FIRESTORE];

test('a visit with a booking makes no error and asks no stranger', async ({ visitor }) => {
  const complaints = [];
  const strangers = [];
  const { page } = visitor;
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && !OWN.includes(url.origin)) strangers.push(url.href);
  });
  const slot = await freeSlot('haircut');

  await visitor.looksAtTheServices();
  await visitor.looksAt(slot);
  await visitor.chooses(slot);
  await visitor.signIn.as(await freshConsumer('Heidi'));
  await visitor.isAskedToConfirm(slot);
  await visitor.confirms();
  await visitor.seesItConfirmed();
  await visitor.seesStatus(slot, 'booked');

  expect(complaints).toEqual([]);
  expect(strangers).toEqual([]);
});

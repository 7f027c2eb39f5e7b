// A booking as others see it: at once on the calendar, and in two mails.
import { ADA_MAIL } from './accounts.js';
import { mailTo } from './inbox.js';
import { expect, test } from './people.js';
import { freeSlot } from './slots.js';
import { longDate } from './words.js';

test('Carol books while Dave looks at the same week: his slot turns red, and two mails tell of it', async ({
  carol,
  dave,
}) => {
  const slot = await freeSlot('consultation');
  await dave.looksAt(slot);
  await dave.seesStatus(slot, 'available');
  const daveIsStillThere = await dave.marksThePage();
  await carol.signsIn();

  await carol.books(slot);

  await carol.seesStatus(slot, 'booked');
  await dave.seesStatus(slot, 'booked');
  await daveIsStillThere();
  expectToTellOf(slot, await mailTo(carol.account.email, slot), 'Booking confirmed');
  const toAda = await mailTo(ADA_MAIL, slot);
  expectToTellOf(slot, toAda, 'New appointment');
  expect(toAda.text).toContain(carol.account.email);
});

function expectToTellOf(slot, mail, occasion) {
  const facts = ['Consultation', longDate(slot.date), slot.time, 'Europe/London'];
  expect(mail.to).toHaveLength(1);
  for (const fact of [occasion, ...facts]) expect(mail.subject).toContain(fact);
  for (const fact of [...facts, '£40.00']) {
    expect(mail.text, 'the text part').toContain(fact);
    expect(mail.html, 'the HTML part').toContain(fact);
  }
}

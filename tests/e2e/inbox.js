// The mails that arrived, as the inbox's JSON API lists them.
import { expect } from '@playwright/test';
import { fetchJson, INBOX } from './stack.js';
import { bookingId } from './truth.js';

/** Waits for the mail to this address about the slot's booking, and expects exactly one. */
export async function mailTo(address, slot) {
  let found = [];
  await expect
    .poll(
      async () => {
        found = await mailsTo(address, bookingId(slot));
        return found.length;
      },
      { message: `mails to ${address} about ${bookingId(slot)}`, timeout: 30_000 },
    )
    .toBe(1);
  return found[0];
}

async function mailsTo(address, booking) {
  const mails = await fetchJson(`${INBOX}/email`);
  const isForThem = ({ to }) => to.some((recipient) => recipient.address === address);
  return mails.filter((mail) => isForThem(mail) && mail.text.includes(booking));
}

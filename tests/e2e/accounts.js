// People who can sign in: the demo accounts, and new ones made through the Auth emulator.
import { randomUUID } from 'node:crypto';
import { AUTH, fetchJson } from './stack.js';

const PASSWORD = 'slotbook-dev';
const account = (name, email) => ({ name, email, password: PASSWORD });

export const CAROL = account('Carol', 'carol@slotbook.test');
export const DAVE = account('Dave', 'dave@slotbook.test');
export const ADA_MAIL = 'ada@slotbook.test';

/** Somebody whom nobody knows yet: an address and a password, but no account. */
export function newcomer(name) {
  return account(name, `${name.toLowerCase()}-${randomUUID().slice(0, 8)}@slotbook.test`);
}

/** A consumer with an account that no other test uses. */
export async function freshConsumer(name) {
  const person = newcomer(name);
  const { email, password } = person;
  await fetchJson(`${AUTH}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=any`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, displayName: name, returnSecureToken: true }),
  });
  return person;
}

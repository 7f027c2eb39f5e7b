// People who can sign in: the demo accounts, and new ones made through the Auth emulator.
import { randomUUID } from 'node:crypto';
import { AUTH, fetchJson, PROJECT } from './stack.js';

const PASSWORD = 'slotbook-dev';
const account = (name, email) => ({ name, email, password: PASSWORD });

export const ADA_MAIL = 'ada@slotbook.test';
export const GRACE = account('Grace', 'grace@slotbook.test');

/** A person without an account: an address and a password. */
export function newcomer(name) {
  return account(name, `${name.toLowerCase()}-${randomUUID().slice(0, 8)}@slotbook.test`);
}

/**
 * A consumer with an account that no other test uses, at a given address or a new one. The address
 * is verified, because a person with an unverified one may hold only one upcoming booking.
 */
export async function freshConsumer(name, address) {
  const person = address ? account(name, address) : newcomer(name);
  const { email, password } = person;
  const { localId } = await fetchJson(
    `${AUTH}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=any`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password, displayName: name, returnSecureToken: true }),
    },
  );
  await changesAccount({ localId, emailVerified: true });
  return person;
}

/** Changes an account as an administrator would. */
const changesAccount = (change) =>
  fetchJson(`${AUTH}/identitytoolkit.googleapis.com/v1/projects/${PROJECT}/accounts:update`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer owner' },
    body: JSON.stringify(change),
  });

/** The ID token of a person with an account. */
export async function idToken({ email, password }) {
  const address = `${AUTH}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=any`;
  const { idToken: token } = await fetchJson(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, returnSecureToken: true }),
  });
  return token;
}

/** Follows the link of the mail that Firebase would have sent, and sets a new password there. */
export async function setsNewPassword(address, password) {
  const { oobCodes } = await fetchJson(`${AUTH}/emulator/v1/projects/${PROJECT}/oobCodes`);
  const mail = oobCodes.find(
    ({ email, requestType }) => email === address && requestType === 'PASSWORD_RESET',
  );
  const link = new URL(mail.oobLink);
  link.searchParams.set('newPassword', password);
  const answer = await fetch(link);
  if (!answer.ok) throw new Error(`The link for a new password answered ${answer.status}`);
}

/** A provider with an account that no other test uses, and no service yet. */
export async function freshProvider(name) {
  const person = await freshConsumer(name);
  const { localId } = await tokenOf(person);
  await becomesProvider(localId);
  return person;
}

export const becomesProvider = (localId) =>
  changesAccount({ localId, customAttributes: JSON.stringify({ role: 'provider' }) });

/** `{idToken, localId}` of a person. */
export const tokenOf = ({ email, password }) =>
  fetchJson(`${AUTH}/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=any`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, returnSecureToken: true }),
  });

// Changes a provider's mail address directly in Firestore, as an operator would.
import { tokenOf } from './accounts.js';
import { fetchJson, FIRESTORE, PROJECT } from './stack.js';

/** An address that is longer than SMTP allows, so that the inbox refuses it with 501. */
export const REFUSED_ADDRESS = `paula@${['a', 'b', 'c', 'd'].map((it) => it.repeat(62)).join('.')}`;

export async function isReachedAt(provider, address) {
  const { localId } = await tokenOf(provider);
  const documents = `${FIRESTORE}/v1/projects/${PROJECT}/databases/(default)/documents`;
  await fetchJson(`${documents}/provider_contacts/${localId}?updateMask.fieldPaths=email`, {
    method: 'PATCH',
    headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
    body: JSON.stringify({ fields: { email: { stringValue: address } } }),
  });
}

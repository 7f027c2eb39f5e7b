// Reads Firestore past the security rules, as only the emulator allows.
import { createHash } from 'node:crypto';
import { FIRESTORE, PROJECT } from './stack.js';

const NAMESPACE = '096208a4-7e7a-5d3a-b2de-6474c12f3f4e';

const slotId = ({ date, time }) => `${date}T${time.replace(':', '')}`;

/** The only id that a booking of this slot can have: a UUIDv5 of the slot. */
export function bookingId(slot) {
  const hash = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(`${slot.serviceId}/${slotId(slot)}`)
    .digest();
  hash[6] = (hash[6] & 0x0f) | 0x50;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  const hex = hash.toString('hex').slice(0, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const bookingDocument = (slot) => document(`bookings/${bookingId(slot)}`);

export const slotDocument = (slot) => document(`services/${slot.serviceId}/slots/${slotId(slot)}`);

/** The fields of a document as plain values; `undefined` if it does not exist. */
async function document(path) {
  const documents = `${FIRESTORE}/v1/projects/${PROJECT}/databases/(default)/documents`;
  const response = await fetch(`${documents}/${path}`, {
    headers: { authorization: 'Bearer owner' },
  });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`Firestore answered ${response.status} for ${path}`);
  const { fields } = await response.json();
  // A value has one member, such as {stringValue: "…"}.
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, Object.values(value)[0]]),
  );
}

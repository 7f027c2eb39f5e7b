// A service for a test that counts: nobody else books it, and nothing of it has changed for a
// while. It is written past the security rules, as only the emulator allows, because its documents
// must look old.
import { randomUUID } from 'node:crypto';
import { fetchJson, FIRESTORE, PROJECT } from './stack.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DAYS = 7;
const A_DAY = 50;
const MINUTES = 15;
const OPENS_AT = 8 * 60;
const OLD = 5 * MINUTE;

/** The number of its slots, all within a week from tomorrow. */
export const QUIET_SLOTS = DAYS * A_DAY;

/** What the service is called. */
export const serviceName = (serviceId) => `Quiet service ${serviceId}`;

/**
 * Offers the service and returns its slots in order: by default a week full of them that changed a
 * while ago.
 */
export async function quietService(starts = weekFull(), changedAt = Date.now() - OLD) {
  const serviceId = `quiet-${randomUUID().slice(0, 8)}`;
  const providerId = `${serviceId}-provider`;
  const longAgo = instant(Date.now() - OLD);
  // The API finds new services and providers by the time of their last change.
  const now = instant(Date.now());
  const changed = instant(changedAt);
  const slots = starts.map((startsAt) => slotAt(serviceId, startsAt));
  await write([
    update(`providers/${providerId}`, {
      display_name: 'Quiet Provider',
      time_zone: 'UTC',
      updated_at: now,
    }),
    update(`provider_contacts/${providerId}`, { email: 'quiet@slotbook.test', name: 'Quiet' }),
    update(`services/${serviceId}`, {
      service_id: serviceId,
      provider_id: providerId,
      name: serviceName(serviceId),
      description: 'Nothing of it changes by itself.',
      duration_minutes: MINUTES,
      price_minor: 1000,
      currency: 'GBP',
      time_zone: 'UTC',
      is_active: true,
      created_at: longAgo,
      updated_at: now,
    }),
    ...slots.map((slot) => update(slotPath(slot), slotFields(slot, providerId, changed))),
  ]);
  return { serviceId, slots };
}

function weekFull() {
  return Array.from({ length: QUIET_SLOTS }, (_, index) => {
    const day = Date.now() - (Date.now() % DAY) + (1 + Math.floor(index / A_DAY)) * DAY;
    return day + (OPENS_AT + (index % A_DAY) * MINUTES) * MINUTE;
  });
}

function slotAt(serviceId, startsAt) {
  const [date, time] = new Date(startsAt).toISOString().split('T');
  return { serviceId, date, time: time.slice(0, 5), startsAt };
}

const slotPath = ({ serviceId, date, time }) =>
  `services/${serviceId}/slots/${date}T${time.replace(':', '')}`;

function slotFields({ serviceId, date, time, startsAt }, providerId, updatedAt) {
  return {
    availability_id: randomUUID(),
    service_id: serviceId,
    provider_id: providerId,
    date,
    time_slot: time,
    starts_at: instant(startsAt),
    ends_at: instant(startsAt + MINUTES * MINUTE),
    is_booked: false,
    is_published: true,
    is_open: true,
    is_busy: false,
    updated_at: updatedAt,
  };
}

const instant = (millis) => new Date(millis);

const DATABASE = `projects/${PROJECT}/databases/(default)`;

const update = (path, fields) => ({
  update: { name: `${DATABASE}/documents/${path}`, fields: mapped(fields) },
});

const mapped = (fields) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, value(field)]));

function value(field) {
  if (field instanceof Date) return { timestampValue: field.toISOString() };
  if (typeof field === 'boolean') return { booleanValue: field };
  if (typeof field === 'number') return { integerValue: String(field) };
  return { stringValue: field };
}

function write(writes) {
  return fetchJson(`${FIRESTORE}/v1/${DATABASE}/documents:commit`, {
    method: 'POST',
    headers: { authorization: 'Bearer owner', 'content-type': 'application/json' },
    body: JSON.stringify({ writes }),
  });
}

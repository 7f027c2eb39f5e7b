// Services and slots of one test, made through the API as a provider would.
import { freshConsumer, freshProvider, tokenOf } from './accounts.js';
import { expect } from '@playwright/test';
import { fetchJson, PAGE } from './stack.js';

const DAY = 24 * 60 * 60 * 1000;
const NINE_TO_FIVE = [{ start: '09:00', end: '17:00' }];
const WORKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
export const EVERY_DAY = [...WORKDAYS, 'saturday', 'sunday'];

/** Sends a request to the API in a person's name. */
export async function asks(person, method, path, body) {
  const { idToken } = await tokenOf(person);
  return fetchJson(`${PAGE}/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${idToken}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
}

/** A provider with a service that is open on weekdays from 9 to 5 for two weeks. */
export async function freshOffer(name = 'Check-up', more = {}) {
  const { provider, service } = await offerWithoutHours(name, more);
  await publishes(provider, service, NINE_TO_FIVE, { to: dateIn(14) });
  return { provider, service };
}

/** The same, until further notice. */
export async function freshStandingOffer(name = 'Check-up') {
  const { provider, service } = await offerWithoutHours(name);
  await publishes(provider, service, NINE_TO_FIVE);
  return { provider, service };
}

async function offerWithoutHours(name, more) {
  const provider = await freshProvider('Paula');
  return { provider, service: await offers(provider, name, 30, more) };
}

/**
 * A provider with a short service that is open every day within these times: until further notice,
 * or for so many days from tomorrow on.
 */
export async function freshShortOffer({ minutes, start, end, days = null }) {
  const provider = await freshProvider('Petra');
  const service = await offers(provider, 'Short check', minutes);
  const to = days && dateIn(days);
  await publishes(provider, service, [{ start, end }], { to, days: EVERY_DAY });
  return { provider, service };
}

const offers = (provider, name, durationMinutes, more = {}) =>
  asks(provider, 'POST', 'provider/services', {
    name,
    description: 'To be looked at.',
    durationMinutes,
    price: { amountMinor: 2500, currency: 'GBP' },
    timeZone: 'Europe/London',
    ...more,
  });

/**
 * Stores the hours of these days of the week: from `from` until further notice, or to a last date.
 */
export function publishes(provider, service, windows, { from = dateIn(1), to = null, days = WORKDAYS } = {}) {
  const weekly = Object.fromEntries(days.map((day) => [day, windows]));
  return asks(provider, 'PUT', `provider/services/${service.id}/opening-hours`, { from, to, weekly });
}

const dateIn = (days) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

/** The free slots of a service, once the API shows any. */
export async function freeSlotsOf(service) {
  let free = [];
  await expect
    .poll(async () => {
      free = (await slotsOf(service)).filter(({ status }) => status === 'available');
      return free.length;
    })
    .toBeGreaterThan(0);
  return free.map((slot) => ({ ...slot, serviceId: service.id, timeZone: service.timeZone }));
}

export async function slotsOf(service) {
  const query = new URLSearchParams({
    serviceId: service.id,
    from: dateIn(0),
    to: dateIn(14),
  });
  return (await fetchJson(`${PAGE}/api/availability?${query}`)).slots;
}

/** Books a slot without a browser. */
export const books = (person, { serviceId, date, time }) =>
  asks(person, 'POST', 'bookings', { serviceId, date, time });

/**
 * A person with so many bookings, made one after the other; `rest` are the slots that are still
 * free.
 */
export async function somebodyWithBookings(count) {
  const { service } = await freshOffer();
  const consumer = await freshConsumer('Bea');
  const free = await freeSlotsOf(service);
  const [slots, rest] = [free.slice(0, count), free.slice(count)];
  for (const slot of slots) await books(consumer, slot);
  return { consumer, service, slots, rest };
}

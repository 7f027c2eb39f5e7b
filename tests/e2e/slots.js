// Slots that a test may book. Each worker has weeks of its own, so that tests that run together
// never choose the same slot. Within them slots are chosen at random, so that runs do not collide.
import { test } from '@playwright/test';
import { fetchJson, PAGE } from './stack.js';

const DAY = 24 * 60 * 60 * 1000;
const WEEKS_AHEAD = [1, 2, 3, 4, 5, 6];

const isoDate = (instant) => new Date(instant).toISOString().slice(0, 10);

/** A slot of the service that is available now: `{serviceId, date, time, startsAt, timeZone}`. */
export async function freeSlot(serviceId) {
  for (const week of shuffled(weeksOfThisWorker())) {
    const { slots, timeZone } = await availability(serviceId, week);
    const [slot] = shuffled(slots.filter(({ status }) => status === 'available'));
    if (slot) return { ...slot, serviceId, timeZone };
  }
  throw new Error(`${serviceId} has no free slot left: start the stack anew to seed it again.`);
}

export async function statusOf({ serviceId, date, time }) {
  const query = new URLSearchParams({ serviceId, from: date, to: date });
  const { slots } = await fetchJson(`${PAGE}/api/availability?${query}`);
  return slots.find((slot) => slot.time === time)?.status;
}

/** How many slots of the service are free on the slot's date. */
export async function freeSlotsOn({ serviceId, date }) {
  const query = new URLSearchParams({ serviceId, from: date, to: date });
  const { slots } = await fetchJson(`${PAGE}/api/availability?${query}`);
  return slots.filter(({ status }) => status === 'available').length;
}

function availability(serviceId, week) {
  const first = Date.now() + week * 7 * DAY;
  const query = new URLSearchParams({
    serviceId,
    from: isoDate(first),
    to: isoDate(first + 6 * DAY),
  });
  return fetchJson(`${PAGE}/api/availability?${query}`);
}

function weeksOfThisWorker() {
  const { parallelIndex, config } = test.info();
  return WEEKS_AHEAD.filter((week) => week % config.workers === parallelIndex);
}

function shuffled(list) {
  return list
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

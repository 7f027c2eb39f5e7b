// Journeys in Firefox and WebKitGTK, which Playwright's own builds are not needed for: run `npm run
// browsers` while `cargo xtask dev` runs. All other browser tests run in Chromium.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { freshConsumer, freshProvider } from '../e2e/accounts.js';
import { BOOKED, LOST_RACE } from '../e2e/consumer.js';
import { asks, freshOffer, slotsOf } from '../e2e/offers.js';
import { somebodyBooks } from '../e2e/rivals.js';
import { bookingDocument, bookingId } from '../e2e/truth.js';
import * as firefox from './firefox.js';
import { eventually, Person } from './person.js';
import * as webkit from './webkit.js';

const INSTALLED = [
  [firefox, process.env.SLOTBOOK_FIREFOX],
  [webkit, process.env.SLOTBOOK_WEBKIT],
].filter(([, path]) => path);

test('at least one browser is installed', () => assert.ok(INSTALLED.length > 0));

for (const [{ name, open }] of INSTALLED) {
  describe(name, () => {
    let browser;
    // A new browser remembers nobody.
    beforeEach(async () => {
      browser = await open();
    });
    afterEach(() => browser?.closes());

    test('a visitor sees the times, signs in, books one and finds it under My bookings', async () => {
      const carol = new Person(browser, await freshConsumer('Carol'));
      const slot = await freeSlot();

      await carol.looksAt(slot);
      await carol.chooses(slot);
      await carol.signsIn();
      await carol.clicks('Confirm Booking');
      await carol.reads(BOOKED);

      assert.equal((await bookingDocument(slot)).user_email, carol.account.email);
      await carol.goesTo('/bookings');
      await carol.sees(`article[data-booking="${bookingId(slot)}"]`);
    });

    test('a provider describes a service and publishes its hours, and the slots are there', async () => {
      const petra = new Person(browser, await freshProvider('Petra'));
      await petra.goesTo('/desk/services/new');
      await petra.clicks('Sign in to your desk');
      await petra.signsIn();

      await petra.fills('Name', 'Fitting');
      await petra.fills('Price', '25.50');
      await petra.selects('currency', 'GBP');
      await petra.clicks('Create and set the hours');
      await petra.clicks('Use the usual hours');
      await petra.clicks('Publish these hours');
      await petra.reads('Slots are published up to');

      const { services } = await asks(petra.account, 'GET', 'provider/services');
      const [service] = services;
      assert.equal(service.name, 'Fitting');
      await petra.goesTo(`/services/${service.id}`);
      await petra.sees('[data-status="available"]');
    });

    test('who loses a race is offered the nearest free times', async () => {
      const dave = new Person(browser, await freshConsumer('Dave'));
      const slot = await freeSlot();
      await dave.looksAt(slot);
      await dave.chooses(slot);
      await dave.signsIn();
      await dave.finds('Confirm Booking');
      await browser.runs(holdBookings);

      await dave.clicks('Confirm Booking');
      await somebodyBooks(slot);
      await browser.runs(letBookingsGo);

      await dave.reads(LOST_RACE);
      await dave.reads('Still free nearby:');
    });
  });
}

/** A free slot of a service that no other test books. */
async function freeSlot() {
  const { service } = await freshOffer();
  return eventually('a free slot of a new service', async () => {
    const slots = await slotsOf(service);
    const free = slots.find(({ status }) => status === 'available');
    return free && { ...free, serviceId: service.id };
  });
}

/** Holds the page's booking requests until `letBookingsGo` is called. */
function holdBookings() {
  const send = window.fetch;
  const go = new Promise((resolve) => {
    window.letBookingsGo = resolve;
  });
  window.fetch = async (request, ...rest) => {
    if (String(request.url ?? request).endsWith('/api/bookings')) await go;
    return send.call(window, request, ...rest);
  };
}

const letBookingsGo = () => window.letBookingsGo();

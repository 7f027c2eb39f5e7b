// The desk's states for the tour.
import { freshConsumer, freshProvider } from '../accounts.js';
import { isReachedAt, REFUSED_ADDRESS } from '../contacts.js';
import { asks, books, freeSlotsOf, freshStandingOffer } from '../offers.js';
import { expect } from '../people.js';

/** A desk with a few bookings, and an attempt in vain. */
async function deskInUse(provider) {
  const { provider: account, service } = await freshStandingOffer('Massage');
  const [slot, other, ...rest] = await freeSlotsOf(service);
  const farther = rest.findLast(({ date }) => date !== slot.date);
  for (const [name, wanted] of [['Wilma', slot], ['Xaver', other], ['Yvonne', farther]]) {
    await books(await freshConsumer(name), wanted);
  }
  await books(await freshConsumer('Zoe'), slot).catch(() => {});
  provider.account = account;
  await provider.signsIn();
  return { service, slot };
}

export const desk = {
  'desk-door': async ({ visitor }) => {
    visitor.account = await freshConsumer('Otto');
    await visitor.signsIn();
    await visitor.page.goto('/desk');
    await expect(visitor.page.getByRole('button', { name: 'Open your desk' })).toBeVisible();
    return visitor;
  },
  'desk-welcome': async ({ provider }) => {
    provider.account = await freshProvider('Petra');
    await provider.opensTheDesk();
    await expect(provider.page.getByText('You offer no service yet')).toBeVisible();
    return provider;
  },
  'desk-bookings': async ({ provider }) => {
    const { slot } = await deskInUse(provider);
    await provider.goesTo('');
    await expect(provider.page.getByText(slot.time).first()).toBeVisible();
    return provider;
  },
  'desk-services': async ({ provider }) => {
    const { service } = await deskInUse(provider);
    await provider.goesTo('services');
    await expect(provider.page.getByText(service.name).first()).toBeVisible();
    return provider;
  },
  'desk-new-service': async ({ provider }) => {
    await deskInUse(provider);
    await provider.goesTo('services/new');
    await expect(provider.page.getByLabel('Name')).toBeVisible();
    return provider;
  },
  'desk-hours': async ({ provider }) => {
    const { service } = await deskInUse(provider);
    await provider.goesTo(`services/${service.id}/hours`);
    await provider.window('Monday', 1, 'to').fill('16:00');
    await provider.window('Tuesday', 1, 'to').fill('08:00');
    await expect(provider.page.getByText('The end must be later than the start.')).toBeVisible();
    return provider;
  },
  'desk-slots': async ({ provider }) => {
    const { slot } = await deskInUse(provider);
    await provider.looksAtTheSlots(slot);
    await provider.seesOnTheBoard(slot, 'booked');
    return provider;
  },
  'desk-demand': async ({ provider }) => {
    const { slot } = await deskInUse(provider);
    await expect(async () => {
      await provider.goesTo('demand');
      await expect(provider.page.getByRole('row', { name: slot.time })).toBeVisible();
    }).toPass();
    return provider;
  },
  'desk-e-mails': async ({ provider }) => {
    await deskInUse(provider);
    await isReachedAt(provider.account, REFUSED_ADDRESS);
    const { services } = await asks(provider.account, 'GET', 'provider/services');
    const slot = (await freeSlotsOf(services[0])).at(-1);
    await books(await freshConsumer('Ursula'), slot);
    await provider.goesTo('e-mails');
    await expect(provider.page.locator('[data-status="failed"]')).toBeVisible();
    return provider;
  },
};

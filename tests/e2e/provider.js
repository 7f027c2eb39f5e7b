// A provider at their desk. The methods are the domain's verbs; the desk's structure is known only
// here.
import { expect } from '@playwright/test';
import { Consumer } from './consumer.js';
import { longDate } from './words.js';

export class Provider extends Consumer {
  /** Signs in and opens a page of the desk: '', 'services', 'demand', 'e-mails', … */
  async opensTheDesk(page = '') {
    await this.signsIn();
    await this.goesTo(page);
  }

  async goesTo(page) {
    await this.page.goto(`/desk${page && `/${page}`}`);
  }

  async createsService(service) {
    await this.describesAService(service);
    await this.createService.click();
  }

  async describesAService({
    name,
    description = '',
    duration = '30',
    price = '25.00',
    currency = 'GBP',
    zone = 'Europe/London',
  }) {
    await this.page.getByLabel('Name').fill(name);
    await this.page.getByLabel('Description').fill(description);
    await this.page.getByLabel('Duration').selectOption(duration);
    await this.page.getByLabel('Price').fill(price);
    await this.page.getByLabel('Currency').selectOption(currency);
    await this.page.getByLabel('Time zone').selectOption(zone);
  }

  /** What stands in the form of a service. */
  async seesTheService({ name, description, price, currency }) {
    await expect(this.page.getByLabel('Name')).toHaveValue(name);
    await expect(this.page.getByLabel('Description')).toHaveValue(description);
    await expect(this.page.getByLabel('Price')).toHaveValue(price);
    await expect(this.page.getByLabel('Currency')).toHaveValue(currency);
  }

  get createService() {
    return this.page.getByRole('button', { name: 'Create and set the hours' });
  }

  async takesTheUsualHours() {
    await this.page.getByRole('button', { name: 'Use the usual hours' }).click();
  }

  async publishesTheHours() {
    await this.publish.click();
    await expect(this.page.getByText('Published', { exact: true })).toBeVisible();
  }

  get publish() {
    return this.page.getByRole('button', { name: 'Publish these hours' });
  }

  get preview() {
    return this.page.getByRole('complementary', { name: 'What will happen' });
  }

  /** The times of a day of the week in the editor. */
  window(day, number, end) {
    return this.page.getByLabel(`${day}, hours ${number}, ${end}`);
  }

  /** Opens the week of the slot on the service's board. */
  async looksAtTheSlots({ serviceId, date }) {
    await this.goesTo(`services/${serviceId}/slots`);
    await expect(this.page.locator('[data-day]').first()).toBeVisible();
    while ((await this.day(date).count()) === 0) {
      const first = await this.page.locator('[data-day]').first().getAttribute('data-day');
      await this.page.getByRole('button', { name: 'Next week' }).click();
      await expect(this.page.locator(`[data-day="${first}"]`)).toHaveCount(0);
      await expect(this.page.locator('[data-day]').first()).toBeVisible();
    }
  }

  day(date) {
    return this.page.locator(`[data-day="${date}"]`);
  }

  slotOnTheBoard({ date, time }) {
    return this.day(date).locator(`[data-slot="${time}"]`);
  }

  async closes(slot) {
    await this.slotOnTheBoard(slot)
      .getByRole('button', { name: `Close ${slot.time}, ${longDate(slot.date)}` })
      .click();
  }

  async opens(slot) {
    await this.slotOnTheBoard(slot)
      .getByRole('button', { name: `Open ${slot.time}, ${longDate(slot.date)}` })
      .click();
  }

  async seesOnTheBoard(slot, standing) {
    await expect(this.slotOnTheBoard(slot)).toHaveAttribute('data-standing', standing);
  }

  /** The entry of a booking in the day's list. */
  appointment(bookingId) {
    return this.page.locator(`[data-booking="${bookingId}"]`);
  }

  /** A mail in the log. */
  mail(bookingId, type) {
    return this.page.locator(`[data-booking="${bookingId}"][data-type="${type}"]`);
  }
}

// A person at a browser. The methods are the domain's verbs; the page's structure is known only
// here.
import { expect } from '@playwright/test';
import { SignIn } from './sign_in.js';
import { longDateForTheEye } from './words.js';

export const BOOKED = 'Booking confirmed – email sent';
export const LOST_RACE = 'Slot just got booked by another user.';
export const TAKEN = 'This slot was just booked by someone else.';
export const CLOSED = 'This slot is no longer available.';
export const MAY_BE_OLD = 'Reconnecting – times may be out of date.';

export class Consumer {
  constructor(page, account) {
    this.page = page;
    this.account = account;
    this.signIn = new SignIn(page);
    this.banner = page.getByRole('banner');
    this.signOut = this.banner.getByRole('button', { name: 'Sign out' });
    this.grid = page.getByRole('grid');
    this.tabStop = this.grid.locator('[tabindex="0"]');
    this.nextWeek = page.getByRole('button', { name: 'Next week' });
    this.nextMonth = page.getByRole('button', { name: 'Next month' });
    this.days = page.getByRole('grid', { name: /^Days of / });
    this.daySlots = page.getByRole('grid', { name: /^Slots on / });
    this.warning = page.getByText(MAY_BE_OLD);
    this.modal = page.getByRole('dialog', { name: 'Confirm your booking' });
    this.confirm = this.modal.getByRole('button', { name: 'Confirm Booking' });
    this.alternatives = this.modal.getByRole('list', { name: 'Still free nearby:' });
  }

  async signsIn() {
    await this.goesToSignIn();
    await this.signIn.as(this.account);
    await this.isSignedIn();
  }

  async goesToSignIn() {
    await this.page.goto('/');
    await this.banner.getByRole('button', { name: 'Sign in' }).click();
    await expect(this.signIn.dialog).toBeVisible();
  }

  async isSignedIn() {
    await expect(this.signOut).toBeVisible();
  }

  async isSignedOut() {
    await expect(this.banner.getByRole('button', { name: 'Sign in' })).toBeVisible();
  }

  /** The same person at a second page of the same browser. */
  async inAnotherTab() {
    return new this.constructor(await this.page.context().newPage(), this.account);
  }

  async looksAtTheServices() {
    await this.page.goto('/');
    await expect(this.serviceLink('Consultation')).toBeVisible();
  }

  /**
   * Opens the service's calendar at the week that begins with the slot's date, or with another day.
   */
  async looksAt({ serviceId, date, time, week = date }) {
    await this.page.goto(`/services/${serviceId}?view=week&date=${week}`);
    await expect(this.slot({ date, time })).toBeVisible();
  }

  /** Opens the service's calendar at the slot's month, and in it the slot's day. */
  async looksAtTheDayOf(slot) {
    await this.page.goto(`/services/${slot.serviceId}?view=month&date=${slot.date.slice(0, 7)}`);
    await this.day(slot.date).click();
    await expect(this.slot(slot)).toBeVisible();
  }

  /** Goes to the next week. `turn` does so by mouse or by keyboard. */
  async turnsPagesTo(slot, turn) {
    await expect(this.grid).toBeVisible();
    while ((await this.slot(slot).count()) === 0) {
      const before = await this.lastDateShown();
      expect(before < slot.date, `${slot.date} is not before the weeks shown`).toBe(true);
      await turn();
      // While a week is loading no date is shown, which does not count as a later one.
      await expect.poll(async () => (await this.lastDateShown()) > before).toBe(true);
    }
  }

  async chooses(slot) {
    await this.slot(slot).click();
  }

  async confirms() {
    await this.confirm.click();
  }

  async books(slot) {
    await this.looksAt(slot);
    await this.chooses(slot);
    await this.isAskedToConfirm(slot);
    await this.confirms();
    await this.seesItConfirmed();
  }

  async isAskedToConfirm({ date, time }) {
    await expect(this.modal).toContainText(longDateForTheEye(date));
    await expect(this.modal).toContainText(time);
    await expect(this.confirm).toBeEnabled();
  }

  async seesItConfirmed() {
    await expect(this.page.getByText(BOOKED)).toBeVisible();
    await expect(this.modal).toBeHidden();
  }

  /** The page's message after confirming: the slot is booked, or somebody else was faster. */
  async hearsTheOutcome() {
    const outcome = this.page.getByText(BOOKED).or(this.modal.getByText(LOST_RACE));
    await expect(outcome).toBeVisible();
    return outcome.textContent();
  }

  async looksAtOwnBookings() {
    await this.page.goto('/bookings');
    await expect(this.page.getByRole('heading', { name: 'My bookings' })).toBeVisible();
  }

  get ownBookings() {
    return this.page.locator('article[data-booking]');
  }

  ownBooking(id) {
    return this.page.locator(`article[data-booking="${id}"]`);
  }

  idsOfOwnBookings() {
    return this.ownBookings.evaluateAll((all) => all.map(({ dataset }) => dataset.booking));
  }

  async seesStatus(slot, status) {
    await expect(this.slot(slot)).toHaveAttribute('data-status', status);
    await expect(this.slot(slot)).toHaveAccessibleName(new RegExp(`, ${status}$`));
  }

  /** The same while the modal covers the calendar, so that the slot cannot be pointed at. */
  async seesStatusBehind(slot, status) {
    await expect(this.slot(slot)).toHaveAttribute('data-status', status);
  }

  /**
   * Marks the document. The result checks that it is still the same one, so that no reload has
   * happened.
   */
  async marksThePage() {
    await this.page.evaluate(() => {
      window.seenByTheTest = true;
    });
    return async () => expect(await this.page.evaluate(() => window.seenByTheTest)).toBe(true);
  }

  slot({ date, time }) {
    return this.page.locator(`[data-date="${date}"][data-time="${time}"]`);
  }

  day(date) {
    return this.days.locator(`[data-day="${date}"]`);
  }

  /** Sees in the modal why the slot can no longer be booked, and cannot confirm. */
  async cannotHaveIt(why) {
    await expect(this.modal.getByRole('alert')).toHaveText(why);
    await expect(this.confirm).toBeDisabled();
  }

  serviceLink(name) {
    return this.page.getByRole('link', { name, exact: true });
  }

  async lastDateShown() {
    return this.grid.locator('[data-date]').evaluateAll(
      (slots) => slots.map(({ dataset }) => dataset.date).sort().at(-1) ?? '',
    );
  }
}

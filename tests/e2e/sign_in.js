// The dialog for signing in and creating an account.

export class SignIn {
  constructor(page) {
    this.dialog = page.getByRole('dialog', { name: /^(Sign in|Create account|Set a new password)$/ });
    this.name = this.dialog.getByLabel('Your name');
    this.email = this.dialog.getByLabel('E-mail address');
    this.password = this.dialog.getByLabel('Password');
    this.submit = this.dialog.getByRole('button', { name: /^(Sign in|Create account)$/ });
  }

  /** Presses the dialog's button with this name. */
  async turnsTo(way) {
    await this.dialog.getByRole('button', { name: way }).click();
  }

  /**
   * With the Auth emulator, Google's window is a prompt for an address: see
   * web/js/google_emulated.js.
   */
  async withGoogle(address) {
    this.dialog.page().once('dialog', (question) => question.accept(address));
    await this.turnsTo('Continue with Google');
  }

  async forgetsThePasswordOf(address) {
    await this.turnsTo('Forgotten your password?');
    await this.email.fill(address);
    await this.turnsTo('Send me a link');
  }

  async as({ email, password }) {
    await this.email.fill(email);
    await this.password.fill(password);
    await this.submit.click();
  }

  async asNewcomer({ name, email, password }) {
    await this.turnsTo('New here? Create an account');
    await this.name.fill(name);
    await this.as({ email, password });
  }
}

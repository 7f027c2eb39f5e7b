// The dialog that asks who is there, and that makes an account for who has none.

export class SignIn {
  constructor(page) {
    this.dialog = page.getByRole('dialog', { name: /^(Sign in|Create account)$/ });
    this.name = this.dialog.getByLabel('Your name');
    this.email = this.dialog.getByLabel('E-mail address');
    this.password = this.dialog.getByLabel('Password');
    this.submit = this.dialog.getByRole('button', { name: /^(Sign in|Create account)$/ });
  }

  async as({ email, password }) {
    await this.email.fill(email);
    await this.password.fill(password);
    await this.submit.click();
  }

  async asNewcomer({ name, email, password }) {
    await this.dialog.getByRole('button', { name: 'New here? Create an account' }).click();
    await this.name.fill(name);
    await this.as({ email, password });
  }
}

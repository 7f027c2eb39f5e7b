// Changes of the page's configuration, as an operator would make them.

const OPERATOR = { name: 'Example Ltd', contactUrl: 'https://example.org/contact' };

/** The operator decides who offers services. */
export function operatorGrantsTheDesk(page) {
  return page.route('**/config.json', async (route) => {
    const config = await (await route.fetch()).json();
    const operator = { ...config.operator, ...OPERATOR };
    await route.fulfill({ json: { ...config, providers: 'granted', operator } });
  });
}

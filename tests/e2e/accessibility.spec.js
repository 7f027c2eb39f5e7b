// What axe-core finds wrong with a page: nothing, in either colour scheme.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './people.js';
import { freeSlot } from './slots.js';

const states = {
  'the services': async (visitor) => visitor.looksAtTheServices(),
  'the calendar': async (visitor) => visitor.looksAt(await freeSlot('consultation')),
  'the sign-in': async (visitor) => {
    const slot = await freeSlot('consultation');
    await visitor.looksAt(slot);
    await visitor.chooses(slot);
    await expect(visitor.signIn.dialog).toBeVisible();
  },
  'the modal': async (_visitor, carol) => {
    const slot = await freeSlot('consultation');
    await carol.signsIn();
    await carol.looksAt(slot);
    await carol.chooses(slot);
    await carol.isAskedToConfirm(slot);
  },
};

for (const colorScheme of ['light', 'dark']) {
  for (const [state, reach] of Object.entries(states)) {
    test(`nothing is wrong with ${state} in ${colorScheme} colours`, async ({ visitor, carol }) => {
      for (const { page } of [visitor, carol]) await page.emulateMedia({ colorScheme });
      await reach(visitor, carol);
      const { page } = state === 'the modal' ? carol : visitor;

      const { violations, passes } = await new AxeBuilder({ page }).analyze();

      expect(violations.map(summary)).toEqual([]);
      expect(passes.length).toBeGreaterThan(0);
    });
  }
}

/** The rule, and the first place that breaks it. */
const summary = ({ id, help, nodes }) => `${id}: ${help} (${nodes.length} times): ${nodes[0].html}`;

// What axe-core says of a page.
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';

/** Nothing, in either colour scheme. */
export async function nothingIsWrongWith(page) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page });
    // The colours are all that the scheme changes.
    // Asked by tag, axe would also apply the contrast of AAA, which it leaves out by itself.
    if (colorScheme === 'dark') {
      axe.withTags(['cat.color']).disableRules(['color-contrast-enhanced']);
    }
    const { violations, passes } = await axe.analyze();
    expect(violations.map(summary), `in ${colorScheme} colours`).toEqual([]);
    expect(passes.length).toBeGreaterThan(0);
  }
}

/** The rule, and the first place that breaks it. */
const summary = ({ id, help, nodes }) => `${id}: ${help} (${nodes.length} times): ${nodes[0].html}`;

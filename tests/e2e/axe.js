// Checks a page with axe-core.
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';

/** Expects that axe-core finds nothing, in either colour scheme. */
export async function nothingIsWrongWith(page) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const axe = new AxeBuilder({ page });
    // The scheme changes colours only, so only the contrast is checked again.
    // Chosen by tag, axe-core's rules would include the contrast of level AAA, which is off by
    // default.
    if (colorScheme === 'dark') {
      axe.withTags(['cat.color']).disableRules(['color-contrast-enhanced']);
    }
    const { violations, passes } = await axe.analyze();
    expect(violations.map(summary), `in ${colorScheme} colours`).toEqual([]);
    expect(passes.length).toBeGreaterThan(0);
  }
}

/** A broken rule, and the first element that breaks it. */
const summary = ({ id, help, nodes }) => `${id}: ${help} (${nodes.length} times): ${nodes[0].html}`;

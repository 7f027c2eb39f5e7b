// The tour: every state of the page, as pictures to look at. No test, and not among the tests.
import tests from '../playwright.config.js';

export default {
  ...tests,
  testDir: '.',
  testMatch: 'states.js',
  globalSetup: '../stack_is_up.js',
  outputDir: '../../../target/tour/failures',
};

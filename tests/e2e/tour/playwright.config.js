// The tour: pictures of every state of the page. It is not a test.
import tests from '../playwright.config.js';

export default {
  ...tests,
  testDir: '.',
  testMatch: 'states.js',
  globalSetup: '../stack_is_up.js',
  outputDir: '../../../target/tour/failures',
};

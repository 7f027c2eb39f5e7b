// Runs once before the tests, so that a stack that is not up gives one sentence instead of many
// failures.
import { AUTH, FIRESTORE, INBOX, PAGE } from './stack.js';

export default async function stackIsUp() {
  const addresses = [`${PAGE}/api/services`, AUTH, FIRESTORE, `${INBOX}/email`];
  const silent = [];
  for (const address of addresses) {
    const answer = await fetch(address).catch(() => undefined);
    if (!answer?.ok) silent.push(address);
  }
  if (silent.length > 0) {
    throw new Error(`No answer from ${silent.join(', ')}. Start the stack with: cargo xtask dev`);
  }
}

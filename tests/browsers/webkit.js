// WebKitGTK, driven by its WebDriver on a display of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Builder, Capabilities, error } from 'selenium-webdriver';
import { find } from './find.js';

export const name = 'WebKitGTK';

/** Opens a browser with one page. */
export async function open() {
  const port = await freePort();
  const arguments_ = ['--auto-servernum', 'WebKitWebDriver', `--port=${port}`];
  const server = spawn('xvfb-run', arguments_, { stdio: 'ignore', detached: true });
  const browserOptions = { binary: process.env.SLOTBOOK_WEBKIT, args: ['--automation'] };
  const capabilities = new Capabilities({
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': browserOptions,
  });
  const builder = new Builder().usingServer(`http://127.0.0.1:${port}`);
  await isListening(port);
  const driver = await builder.withCapabilities(capabilities).build();
  const runs = (work, ...values) => driver.executeScript(`return (${work})(...arguments)`, ...values);
  return {
    goes: (url) => driver.get(url),
    finds: (query) => runs(find, query),
    clicks: (element) => element.click().then(() => true, isOutOfReach),
    types: (element, text) => element.sendKeys(text),
    runs,
    closes: async () => {
      await driver.quit();
      process.kill(-server.pid);
    },
  };
}

/** Whether a press failed only because it could not reach the element now; then false. */
function isOutOfReach(failure) {
  const passing = [error.ElementNotInteractableError, error.ElementClickInterceptedError];
  if (passing.some((kind) => failure instanceof kind)) return false;
  throw failure;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until the driver answers. */
async function isListening(port) {
  const end = Date.now() + 20_000;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/status`).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > end) throw new Error('WebKitWebDriver does not answer');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

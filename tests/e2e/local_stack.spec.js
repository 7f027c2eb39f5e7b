// The local stack survives whatever a page in a developer's browser can send to it.
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from '@playwright/test';
import { AUTH, FIRESTORE, PAGE } from './stack.js';

const BAD_ADDRESSES = ['//', '///', '//?a', '//:0', '/\\', 'http://[', 'http:///', 'x', '/%', '/%ff', '/api/%zz'];

for (const server of [PAGE, AUTH, FIRESTORE]) {
  test(`${server} answers on after requests for addresses that are none`, async () => {
    for (const address of BAD_ADDRESSES) await sendsRaw(server, `GET ${address} HTTP/1.1`, new URL(server).host);
    await sendsRaw(server, 'GET / HTTP/1.1', '[[[');

    expect((await fetch(server)).status).toBeLessThan(500);
    expect((await fetch(PAGE)).status).toBe(200);
  });
}

/**
 * Sends raw bytes that no client library would send, and waits until the server has answered or
 * closed.
 */
async function sendsRaw(server, line, host) {
  const { hostname, port } = new URL(server);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  socket.end(`${line}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  socket.resume();
  await closed;
}

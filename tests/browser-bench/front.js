// A proxy in front of the page for what production has and the Hosting emulator lacks: compression.
// Each file is served as the emulator serves it, with its headers, and in brotli if that is
// smaller; `/api` and `/__` pass through unchanged.
import { createServer, request } from 'node:http';
import { brotliCompressSync } from 'node:zlib';

const COMPRESSED = /javascript|json|html|css|wasm|svg/;
/** Headers of a single connection, and those that compression makes wrong. */
const DROPPED = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'vary'];

/** Starts before `origin` on a free port; resolves to its address and a function to stop it. */
export async function compressingFront(origin) {
  const files = new Map();
  const server = createServer(async (asked, answer) => {
    try {
      await serve(origin, files, asked, answer);
    } catch (error) {
      answer.writeHead(502).end(String(error));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const end = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { address: `http://127.0.0.1:${server.address().port}`, end };
}

async function serve(origin, files, asked, answer) {
  const isStatic = asked.method === 'GET' && !/^\/(api|__)\//.test(asked.url);
  if (!isStatic) return pass(origin, asked, answer);
  // Compressed once, as a CDN does, so that no visitor waits for it.
  if (!files.has(asked.url)) files.set(asked.url, compressed(await whole(origin, asked)));
  const { status, headers, body } = files.get(asked.url);
  answer.writeHead(status, headers).end(body);
}

/** Compresses the files at these paths in advance. */
export async function warm(address, paths) {
  for (const path of paths) await (await fetch(`${address}${path}`)).arrayBuffer();
}

function compressed({ status, headers, body }) {
  const small = COMPRESSED.test(headers['content-type'] ?? '') ? brotliCompressSync(body) : body;
  if (small.length >= body.length) return { status, headers, body };
  return { status, headers: { ...headers, 'content-encoding': 'br', vary: 'accept-encoding' }, body: small };
}

function whole(origin, asked) {
  const headers = { ...asked.headers, 'accept-encoding': 'identity' };
  return new Promise((resolve, reject) => {
    const going = request(`${origin}${asked.url}`, { headers }, (got) => {
      const parts = [];
      got.on('data', (part) => parts.push(part));
      got.on('end', () =>
        resolve({ status: got.statusCode, headers: kept(got.headers), body: Buffer.concat(parts) }),
      );
    });
    going.on('error', reject).end();
  });
}

function pass(origin, asked, answer) {
  const { method, headers } = asked;
  return new Promise((resolve, reject) => {
    const going = request(`${origin}${asked.url}`, { method, headers }, (got) => {
      answer.writeHead(got.statusCode, kept(got.headers));
      got.pipe(answer).on('finish', resolve);
    });
    going.on('error', reject);
    asked.pipe(going);
  });
}

const kept = (headers) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !DROPPED.includes(name)));

// The Firestore listeners of a page and what they are sent, counted at the wire: each is a target
// that the SDK adds to its channel and removes again.
//
// The SDK sends its requests as forms (`req0___data__=…`) and is answered with an endless row of
// JSON, each piece with its length before it.

const LISTEN = '/google.firestore.v1.Firestore/Listen/channel';

export class Listeners {
  #open = new Map();
  #opened = 0;
  #current = new Set();
  #versions = new Set();

  /** Watches a page; call it before the page goes anywhere. */
  static async of(page) {
    const listeners = new Listeners();
    page.on('request', (request) => {
      if (request.url().includes(LISTEN)) listeners.#send(request.postData() ?? '');
    });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.enable');
    const channels = new Map();
    const hear = (requestId, base64) => {
      const channel = channels.get(requestId);
      channel.add(Buffer.from(base64, 'base64')).forEach((message) => listeners.#hear(message));
    };
    devtools.on('Network.responseReceived', async ({ requestId, response }) => {
      if (!response.url.includes(LISTEN) || !response.url.includes('TYPE=xmlhttp')) return;
      channels.set(requestId, new Pieces());
      const stream = { requestId };
      const { bufferedData } = await devtools.send('Network.streamResourceContent', stream);
      hear(requestId, bufferedData);
    });
    devtools.on('Network.dataReceived', ({ requestId, data }) => {
      if (data && channels.has(requestId)) hear(requestId, data);
    });
    return listeners;
  }

  /** How many there are now. */
  get open() {
    return this.#open.size;
  }

  /** How many there ever were. */
  get opened() {
    return this.#opened;
  }

  /** How many of those there are have all that there is to have. */
  get current() {
    return [...this.#open.keys()].filter((id) => this.#current.has(id)).length;
  }

  /**
   * How many documents were read, as Firestore counts: each version of a document once, and one
   * for a listener that was opened and found nothing. The emulator sends a listener's whole result
   * again at every change, Firestore does not: a version that comes again is none that is read.
   */
  get documentsRead() {
    return Math.max(this.#versions.size, this.#opened);
  }

  #send(form) {
    for (const [name, value] of new URLSearchParams(form)) {
      if (!name.endsWith('___data__')) continue;
      const { addTarget, removeTarget } = JSON.parse(value);
      if (addTarget) {
        this.#open.set(addTarget.targetId, addTarget.query);
        this.#opened += 1;
      }
      if (removeTarget) this.#open.delete(removeTarget);
    }
  }

  #hear({ documentChange, targetChange }) {
    if (targetChange?.targetChangeType === 'CURRENT') {
      for (const id of targetChange.targetIds) this.#current.add(id);
    }
    const document = documentChange?.document;
    if (document) this.#versions.add(`${document.name} ${document.updateTime}`);
  }
}

/** Takes the row apart: `12\n[[1,["noop"]]]`, the length in characters. */
class Pieces {
  #bytes = Buffer.alloc(0);

  add(bytes) {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    const messages = [];
    for (let piece = this.#next(); piece; piece = this.#next()) {
      for (const [, [message]] of piece) if (typeof message === 'object') messages.push(message);
    }
    return messages;
  }

  #next() {
    const text = this.#bytes.toString();
    const end = text.indexOf('\n');
    const length = Number(text.slice(0, end));
    if (end < 0 || text.length < end + 1 + length) return undefined;
    const piece = text.slice(end + 1, end + 1 + length);
    this.#bytes = Buffer.from(text.slice(end + 1 + length));
    return JSON.parse(piece);
  }
}

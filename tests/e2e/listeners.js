// Counts the Firestore listeners of a page and the documents that they receive, from the network
// traffic. A listener is a target that the SDK adds to its channel and removes again.
//
// The SDK sends requests as forms (`req0___data__=…`). The answer is an endless sequence of JSON
// values, each with its length before it.

const LISTEN = '/google.firestore.v1.Firestore/Listen/channel';

export class Listeners {
  #open = new Map();
  #opened = 0;
  #current = new Set();
  #versions = new Set();

  /** Starts watching a page; call it before the page navigates. */
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

  /** The number of open listeners. */
  get open() {
    return this.#open.size;
  }

  /** The number of listeners that were ever opened. */
  get opened() {
    return this.#opened;
  }

  /** The number of open listeners that have received their whole result. */
  get current() {
    return [...this.#open.keys()].filter((id) => this.#current.has(id)).length;
  }

  /**
   * The number of documents read, as Firestore counts: each version of a document once, and one for
   * a listener that found nothing. The emulator sends a listener's whole result again at every
   * change, which Firestore does not, so a version that comes again is not counted.
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

/** Splits the sequence into its values: `12\n[[1,["noop"]]]`, with the length in characters. */
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

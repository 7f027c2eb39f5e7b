// Loaded into the emulator suite before it starts. The Hosting emulator makes a URL of each request's
// address and host without catching what is none (`GET //`), and such a request ends the whole
// suite: any page open in a developer's browser can send it. It is answered here instead.
"use strict";

const { Server } = require("node:http");

const emit = Server.prototype.emit;

Server.prototype.emit = function (event, request, response, ...rest) {
  if (event !== "request" || isUrl(request.url, request.headers.host)) {
    return emit.call(this, event, request, response, ...rest);
  }
  response.writeHead(400, { "content-type": "text/plain", connection: "close" });
  response.end("This address is not a URL.\n");
  return true;
};

function isUrl(address, host) {
  try {
    new URL(address, `http://${host}`);
    return true;
  } catch {
    return false;
  }
}

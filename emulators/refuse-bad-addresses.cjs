// Loaded into the emulator suite before it starts. The Hosting emulator makes a URL from the path
// and host of each request without catching errors; a malformed one (`GET //`) ends the whole
// suite, and any page open in a developer's browser can send one. Such requests are refused here
// instead.
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

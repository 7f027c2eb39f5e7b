// Adds up what a first visitor downloads before the first paint: index.html and the files that it
// names, in the brotli that Hosting sends. `node weigh.js MOST` fails if that is more than MOST
// bytes.
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const most = Number(process.argv[2]);
const dist = new URL("dist/", import.meta.url);
const html = readFileSync(new URL("index.html", dist), "utf8");
const named = new Set(html.match(/assets\/[\w.-]+\.(?:css|js|wasm)/g));

let sum = 0;
for (const file of ["index.html", ...named]) {
  const { length } = brotliCompressSync(readFileSync(new URL(file, dist)));
  console.log(`${length}\t${file}`);
  sum += length;
}
console.log(`${sum}\tin all, of ${most} at most`);
if (![...named].some((file) => file.endsWith(".wasm")) || !(sum <= most)) process.exitCode = 1;

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

const path = (inside) => fileURLToPath(new URL(inside, import.meta.url));
const snippets = readdirSync(path("pkg/snippets"));
const calendar = snippets.find((folder) => folder.startsWith("slotbook-calendar-"));

/** Each HTML file contains only its own head; all share the same frame. */
const frame = readFileSync(new URL("frame.html", import.meta.url), "utf8");
const inFrame = {
  name: "slotbook-frame",
  transformIndexHtml: { order: "pre", handler: (page) => frame.replace("<!--page-->", page.trim()) },
};

export default defineConfig({
  plugins: [inFrame, tailwindcss()],
  // The Rust code's bindings import "#js/…". They lie in a folder that each build makes anew, which
  // also holds the calendar's own JavaScript.
  resolve: { alias: { "#js": path("js"), "#calendar": path(`pkg/snippets/${calendar}/js`) } },
  build: {
    // Yew's output needs newer browsers anyway: top-level await and <dialog>.
    target: "es2022",
    // A browser that cannot preload modules loads them a little later.
    modulePreload: { polyfill: false },
    // The content-security-policy allows no data: scripts, and separate files are cached better.
    assetsInlineLimit: 0,
    rolldownOptions: { input: ["index.html", "bookings.html", "desk.html"] },
  },
});

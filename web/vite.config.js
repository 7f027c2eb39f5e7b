import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

const path = (inside) => fileURLToPath(new URL(inside, import.meta.url));
const snippets = readdirSync(path("pkg/snippets"));
const calendar = snippets.find((folder) => folder.startsWith("slotbook-calendar-"));

/** Each HTML file is what its head has of its own; the frame around it is the same for all. */
const frame = readFileSync(new URL("frame.html", import.meta.url), "utf8");
const inFrame = {
  name: "slotbook-frame",
  transformIndexHtml: { order: "pre", handler: (page) => frame.replace("<!--page-->", page.trim()) },
};

export default defineConfig({
  plugins: [inFrame, tailwindcss()],
  // The bindings of the Rust code import "#js/…"; they lie in a folder that is made anew each time,
  // and in it is that of the calendar's own JavaScript.
  resolve: { alias: { "#js": path("js"), "#calendar": path(`pkg/snippets/${calendar}/js`) } },
  build: {
    // What Yew's own output needs is newer than this anyway: top-level await, <dialog>.
    target: "es2022",
    // A browser that cannot preload modules loads them a little later.
    modulePreload: { polyfill: false },
    // The content-security-policy allows no data: scripts and the cache likes files.
    assetsInlineLimit: 0,
    rolldownOptions: { input: ["index.html", "bookings.html", "desk.html"] },
  },
});

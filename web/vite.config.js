import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [tailwindcss()],
  // The bindings of the Rust code import "#js/…"; they lie in a folder that is made anew each time.
  resolve: { alias: { "#js": fileURLToPath(new URL("js", import.meta.url)) } },
  build: {
    // What Yew's own output needs is newer than this anyway: top-level await, <dialog>.
    target: "es2022",
    // The content-security-policy allows no data: scripts and the cache likes files.
    assetsInlineLimit: 0,
    rolldownOptions: { input: ["index.html", "bookings.html", "desk.html"] },
  },
});

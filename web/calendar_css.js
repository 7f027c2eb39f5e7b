// Makes the calendar's own style sheet, for programs without Tailwind.
import tailwindcss from "@tailwindcss/vite";
import { build } from "vite";

await build({
  configFile: false,
  publicDir: false,
  plugins: [tailwindcss()],
  build: {
    outDir: "calendar/dist",
    target: "es2022",
    rolldownOptions: {
      input: "calendar/css/slotbook-calendar.css",
      output: { assetFileNames: "[name][extname]" },
    },
  },
});

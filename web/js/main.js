// Where the pages for everybody begin.

import init from "../pkg/slotbook_web.js";
import wasm from "../pkg/slotbook_web_bg.wasm?url";
import "../css/main.css";

await init({ module_or_path: wasm });

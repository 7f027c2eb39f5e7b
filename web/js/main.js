// Where the services and their times begin.

import { askEarly } from "./early.js";
import init from "../pkg/slotbook_web.js";
import wasm from "../pkg/slotbook_web_bg.wasm?url";
import "../css/main.css";

askEarly(location);
await init({ module_or_path: wasm });

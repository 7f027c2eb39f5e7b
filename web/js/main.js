// The entry of the page with services and their times.

import { guardActivations } from "./activation_guard.js";
import { askEarly } from "./early.js";
import { startProgram } from "./program.js";
import { makeFormatters } from "#calendar/intl.js";
import init from "../pkg/slotbook_web.js";
import wasm from "../pkg/slotbook_web_bg.wasm?url";
import "../css/main.css";

guardActivations();
askEarly(location);
const started = startProgram(init, wasm);
// The processor is idle while the wasm is loading.
makeFormatters();
await started;

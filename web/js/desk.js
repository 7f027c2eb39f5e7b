// The entry of the providers' desk.

import { guardActivations } from "./activation_guard.js";
import { askTheTime } from "./early.js";
import { startProgram } from "./program.js";
import init from "../pkg/slotbook_desk.js";
import wasm from "../pkg/slotbook_desk_bg.wasm?url";
import "../css/main.css";

guardActivations();
askTheTime();
await startProgram(init, wasm);

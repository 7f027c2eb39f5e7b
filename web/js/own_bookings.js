// The entry of the list of one's own bookings.

import { guardActivations } from "./activation_guard.js";
import { askTheTime } from "./early.js";
import { startProgram } from "./program.js";
import init from "../pkg/slotbook_bookings.js";
import wasm from "../pkg/slotbook_bookings_bg.wasm?url";
import "../css/main.css";

guardActivations();
askTheTime();
await startProgram(init, wasm);

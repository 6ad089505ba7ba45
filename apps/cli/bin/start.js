// First half of `npm start`: runs on Node ≥ 20 with nothing installed, installs, and says on descriptor 3 which Node ≥ 24 to go on with.
import { writeSync } from "node:fs";
import { ensureInstalled } from "./install.js";
import { findNode, noNode } from "./node24.js";

const installed = ensureInstalled();
const node = installed ? findNode() : undefined;
if (node !== undefined) writeSync(3, node);
else if (installed) console.error(noNode);
process.exitCode = node === undefined ? 1 : 0;

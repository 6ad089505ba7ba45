import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { licenceList } from "./licences/licenceList.ts";
import { findRoot } from "./root.ts";

// What Ballast is shipped with, and under which licences: from the lockfile, so that it is true of every system.
const lockfile = readFileSync(join(findRoot(), "package-lock.json"), "utf8");
writeFileSync(join(findRoot(), "apps", "cli", "LICENCES.md"), licenceList(JSON.parse(lockfile)));

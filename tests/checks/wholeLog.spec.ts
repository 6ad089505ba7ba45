import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");

// Whoever is paged, and whoever rolls back, must not wait until a log of a million events has been read: what is asked of the whole log is
// gathered (services/eventlog/src/gathered.ts), by a read model or by whoever follows.
test("nothing that runs reads the log from one end to the other", () => {
  const running = ["workflows/src", "apps/api/src", "apps/cli/src/start", "services/readmodel/src", "services/flags/src"];
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", ...running], { cwd: root, encoding: "utf8" })
    .split("\n")
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".spec.ts") && !file.includes("/specification/"));
  expect(files.length).toBeGreaterThan(500);
  expect(files.filter((file) => /\.readAll\(/u.test(readFileSync(join(root, file), "utf8")))).toEqual([]);
});

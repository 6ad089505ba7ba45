import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const documents = "apps/console/src/release/releaseDocuments.ts";
/** A command of the command line with its documents. */
const told = "apps/cli/src/commands/token.command.ts";
/** Shows where releases stand, and with that document, all it needs. */
const shown = "apps/console/src/release/releaseStates.ts";
let copy: string;

/** What the compiler says of the copy: the errors, each on a line. */
function errors(): readonly string[] {
  const { stdout, status } = spawnSync(process.execPath, [join(root, "node_modules/ts7/bin/tsc"), "--project", copy, "--checkers", "1"], {
    encoding: "utf8", cwd: copy,
  });
  const lines = stdout.split("\n").filter((line) => line.includes("error TS"));
  if ((status === 0) !== (lines.length === 0)) throw new Error(`The compiler ended with ${String(status)}:\n${stdout}`);
  return lines;
}

/** Writes a file into the copy with parts of its text replaced. */
function change(file: string, parts: Readonly<Record<string, string>>): void {
  const text = Object.entries(parts).reduce((changed, [part, by]) => {
    expect(changed).toContain(part);
    return changed.replace(part, by);
  }, readFileSync(join(root, file), "utf8"));
  writeFileSync(join(copy, file), text);
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "ballast-document-types-"));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  for (const sources of ["apps/console/src", "apps/cli/src"]) cpSync(join(root, sources), join(copy, sources), { recursive: true });
  const base = join(root, "tsconfig.base.json");
  writeFileSync(
    join(copy, "tsconfig.json"),
    JSON.stringify({
      extends: base, files: [shown, told],
      compilerOptions: { lib: ["es2024", "esnext.disposable", "dom"], types: ["node"] },
    }),
  );
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe("the types of what a document answers", { timeout: 300_000 }, () => {
  it("hold as it is written", () => expect(errors()).toEqual([]));

  describe("fail", () => {
    let found: readonly string[];
    beforeAll(() => {
      change(documents, {
        "environment kind state percent since incidentNumber": "environment kind state: environment percent since colour",
      });
      change(told, {
        "tokens { id name person { name } roles issuedAt expiresAt revoked }":
          "tokens { id name person { name } roles issuedAt expiresAt colour }",
        '"secret token { id }"': '"secret token { colour }"',
      });
      found = errors();
    });

    it("where a field that is used is no longer selected", () =>
      expect(found.filter((line) => line.startsWith(shown) && line.includes("incidentNumber"))).not.toEqual([]));

    it("where a field is used as something that the schema does not say", () =>
      expect(found.filter((line) => line.startsWith(shown) && !line.includes("incidentNumber"))).not.toEqual([]));

    it("where a field is selected that the schema has not, used or not, at the document", () =>
      expect(found.filter((line) => line.startsWith(documents) && line.includes('"colour"'))).not.toEqual([]));

    it("in the command line as in the console: its documents, and what its commands are answered", () => {
      const here = found.filter((line) => line.startsWith(told));
      expect(here.filter((line) => line.includes('"colour"'))).toHaveLength(2);
      expect(here.filter((line) => line.includes("'revoked'"))).not.toEqual([]);
    });
  });
});

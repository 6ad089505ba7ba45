import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedStack, type SharedStack } from "../harness/index.ts";

let stack: SharedStack;
const folder = mkdtempSync(join(tmpdir(), "ballast-flags-"));
beforeAll(async () => { stack = await sharedStack(); });
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const key = "one-page-pay-by-hand";

/** Runs a command that must succeed; answers what it says, as JSON. */
async function said(...args: readonly string[]): Promise<unknown> {
  const { code, stderr, json } = await stack.cli([...args, "--json"]);
  expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: "" });
  return json;
}
const done = async (...args: readonly string[]): Promise<Record<string, unknown>> => (await said(...args)) as Record<string, unknown>;

const sentence = async (): Promise<string> => {
  const { targetings } = (await done("flag", "show", key)) as { targetings: readonly { environment: string; sentence: string }[] };
  return targetings.find(({ environment }) => environment === "production")?.sentence ?? "";
};

describe("customers and flags on the command line", () => {
  it("customers come from a file, every line accounted for, and again as they are", async () => {
    const file = join(folder, "customers.jsonl");
    const customers = Array.from({ length: 30 }, (_, n) => ({
      id: `by-hand-${String(n)}`, name: `By hand ${String(n)}`, plan: n % 3 === 0 ? "Trial" : "Enterprise",
    }));
    writeFileSync(file, `${customers.map((one) => JSON.stringify(one)).join("\n")}\n{"name":"nobody"}\n`);
    expect(await done("import", "customers", file, "--dry-run")).toMatchObject({
      imported: 30, skipped: [{ line: 31, reason: "missing: id" }],
    });
    expect(await done("import", "customers", file)).toMatchObject({ imported: 30, unchanged: 0 });
    expect(await done("import", "customers", file)).toMatchObject({ imported: 0, updated: 0, unchanged: 30, skipped: [{ line: 31 }] });
    expect(await done("customer", "list", "--text", "by hand", "--plan", "Trial")).toMatchObject({ totalCount: 10 });
    expect(await done("customer", "show", "by-hand-3")).toMatchObject({
      externalId: "by-hand-3", plan: "Trial", seen: [{ door: "import" }],
    });
  });

  it("a flag is registered, tried, given to half, named, killed and released", async () => {
    await done("flag", "register", key, "--kind", "release", "--in", "production", "--description", "Pays on one page");
    expect(await sentence()).toBe("Off for everyone.");
    expect(await done("flag", "set", key, "--to", "50%", "--dry-run")).toMatchObject({ refusal: null, differences: ["share: 0 % → 50 %"] });
    expect(await sentence()).toBe("Off for everyone.");
    await done("flag", "set", key, "--to", "50%", "--reason", "half of them");
    await done("flag", "override", key, "by-hand-1", "on", "--reason", "pilot");
    expect(await sentence()).toBe("On for 50 % of customers and 1 named one.");
    expect(await done("flag", "explain", key, "by-hand-1")).toMatchObject({
      variant: "on", byHand: true, because: expect.stringMatching(/^named by .+: pilot$/u) as string,
    });
    await done("flag", "kill", key);
    expect(await sentence()).toMatch(/^Off for everyone: killed; releasing it restores on for 50 % of customers and 1 named one/u);
    expect(await done("flag", "list", "--in", "production", "--state", "killed", "--text", key)).toMatchObject({ totalCount: 1 });
    await done("flag", "release", key, "--reason", "ruled out");
    expect(await sentence()).toBe("On for 50 % of customers and 1 named one.");
  });

  it("what is asked for waits in a list, and is taken back or made", async () => {
    const waiting = async (): Promise<readonly unknown[]> => {
      const all = (await said("flag", "requests", "--in", "production")) as readonly { targeting: { flag: { name: string } } }[];
      return all.filter(({ targeting }) => targeting.flag.name === key);
    };
    await done("flag", "set", key, "--to", "60%", "--propose", "--at", "2100-01-01T00:00:00Z", "--reason", "more of them");
    expect(await waiting()).toMatchObject([{ reason: "more of them", differences: ["share: 50 % → 60 %"] }]);
    expect((await stack.cli(["flag", "decline", key, "--json"])).code).not.toBe(0);
    await done("flag", "decline", key, "--reason", "not on a Friday");
    expect(await waiting()).toEqual([]);
    const { code, stderr } = await stack.cli(["flag", "approve", key, "--json"]);
    expect([code, JSON.parse(stderr)]).toMatchObject([1, { error: { code: "CHANGE_NOT_OPEN" } }]);
  });

  it("a segment is defined whole, shown and ended", async () => {
    const members = ["--include", "by-hand-1", "--exclude", "by-hand-2"];
    expect(await done("segment", "define", "by-hand", "--name", "By hand", ...members)).toMatchObject({
      slug: "by-hand", members: { included: ["by-hand-1"], excluded: ["by-hand-2"], rules: [] }, usedBy: [],
    });
    await done("segment", "define", "by-hand", "--include", "by-hand-3");
    expect(await done("segment", "show", "by-hand")).toMatchObject({ members: { included: ["by-hand-3"], excluded: [] } });
    const keys = async (...more: readonly string[]): Promise<readonly string[]> =>
      ((await said("segment", "list", ...more)) as readonly { slug: string }[]).map(({ slug }) => slug);
    expect(await keys()).toContain("by-hand");
    await done("segment", "archive", "by-hand", "--reason", "tried enough");
    expect(await keys()).not.toContain("by-hand");
    expect(await keys("--archived")).toContain("by-hand");
  });

  it("it goes back to an earlier change, and ends; what is refused says what to do", async () => {
    const { targetings } = (await done("flag", "show", key)) as {
      targetings: readonly { steps: readonly { revision: number; differences: readonly string[] }[] }[];
    };
    const half = targetings[0]?.steps.find(({ differences }) => differences.includes("share: 0 % → 50 %"))?.revision;
    await done("flag", "revert", key, "--to", String(half), "--reason", "as it was");
    expect(await sentence()).toBe("On for 50 % of customers.");
    await done("flag", "archive", key, "--reason", "tried enough");
    const { code, stderr } = await stack.cli(["flag", "set", key, "--to", "10%", "--json"]);
    expect([code, JSON.parse(stderr)]).toMatchObject([
      1,
      { error: { code: "FLAG_ARCHIVED", remedy: expect.stringContaining("Register another flag") as string } },
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { slices } from "../slices.ts";
import type { Command } from "./commands.ts";
import { ownVerbs } from "./ownVerbs.ts";
import { rank } from "./rank.ts";
import { edits, means } from "./typos.ts";
import { names, orderFound, orderVersions, readVerbs } from "./verbs.ts";

const verbs = [...slices.flatMap((slice) => slice.verbs ?? []), ...ownVerbs];
const first = (query: string) => readVerbs(query, verbs).map(({ verb, rest }) => ({ verb: verb.name, rest }))[0];

describe("what is said to the palette", () => {
  it.each([
    ["roll back checkout", "rollBack", ["checkout"]],
    ["rollback the checkout", "rollBack", ["checkout"]],
    ["deploy checkout v4", "deploy", ["checkout", "v4"]],
    ["declare incident", "declare", []],
    ["declare an incident", "declare", []],
    ["take command", "command", []],
    ["resolve INC-7", "resolve", ["inc-7"]],
    ["who is on call for search", "onCall", ["search"]],
    ["who's on call", "onCall", []],
    ["sign out", "signOut", []],
    ["open series architecture", "openForum", ["architecture"]],
    ["assessment checkout", "openAssessment", ["checkout"]],
    ["open alert rule 3", "openAlertRule", ["3"]],
    ["maintenance database", "openMaintenance", ["database"]],
  ] as const)("%s", (query, verb, rest) => {
    expect(first(query)).toEqual({ verb, rest });
  });

  it("is forgiven a slip, in the verb and in its object, but never in a figure", () => {
    expect(first("rol back chekcout")).toEqual({ verb: "rollBack", rest: ["chekcout"] });
    expect(first("depoly checkout")?.verb).toBe("deploy");
    expect(first("reslove inc-7")?.verb).toBe("resolve");
    expect(names(["chekcout"], "checkout", "Checkout")).toBe(true);
    expect(names(["serch"], "search")).toBe(true);
    expect(names(["v4"], "v5")).toBe(false);
    expect(names(["inc-7"], "INC-8")).toBe(false);
    expect(means("mail", "maid")).toBe(true);
    expect(edits("abcdef", "badcfe", 2)).toBe(3);
  });

  it("is no command when no verb stands in it", () => {
    expect(readVerbs("payments", verbs)).toEqual([]);
    expect(readVerbs("", verbs)).toEqual([]);
    expect(readVerbs("constructor __proto__", verbs)).toEqual([]);
  });
});

describe("the order of what is found", () => {
  it("puts the exact version first, then the newest", () => {
    const rows = [
      { version: "v4", at: "2026-11-01" },
      { version: "v41", at: "2026-11-20" },
      { version: "v40", at: "2026-11-19" },
      { version: "v3", at: "2026-11-30" },
    ];
    expect(orderVersions(rows, "v4").map(({ version }) => version)).toEqual(["v4", "v41", "v40"]);
    expect(orderVersions(rows, undefined).map(({ version }) => version)).toEqual(["v3", "v41", "v40", "v4"]);
  });

  it("puts records with the word as typed first, then the newest", () => {
    const rows = [
      { title: "Search v41", at: "2026-11-20" },
      { title: "Search v4", at: "2026-11-01" },
      { title: "v4 → Search production", at: "2026-11-02" },
    ];
    expect(orderFound(rows, "search v4").map(({ title }) => title)).toEqual(["v4 → Search production", "Search v4", "Search v41"]);
  });

  it("finds a place in spite of a slip, after what was typed right", () => {
    const command = (title: string): Command => ({ id: title, title, group: "Go to", run: () => undefined });
    expect(rank([command("Incidents"), command("Releases")], "relaeses").map(({ title }) => title)).toEqual(["Releases"]);
    expect(rank([command("Deploys"), command("Depots")], "depot").map(({ title }) => title)[0]).toBe("Depots");
  });
});

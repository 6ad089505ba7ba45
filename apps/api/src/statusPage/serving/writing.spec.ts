import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { documentOf } from "./document.ts";
import type { Site } from "./site.ts";
import { fileOf, SiteFiles } from "./writing.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "ballast-status-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const siteOf = (texts: Readonly<Record<string, string>>): Site =>
  new Map(Object.entries(texts).map(([path, text]) => [path, () => documentOf(text, { type: "text/html", open: false })] as const));
const read = (file: string): string => readFileSync(join(folder, file), "utf8");
const all = (): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length))
    .toSorted();

describe("pages as files", () => {
  it("stand where any web server finds them, the first one at the root too", async () => {
    const site = siteOf({
      "/status": "a", "/status/public": "a", "/status/public/days/2026-11-29.html": "day", "/api/v2/status.json": "{}",
    });
    await new SiteFiles(folder).write(site, { onlyFronts: false });
    expect(all()).toEqual([
      "/api/v2/status.json", "/index.html", "/status/index.html", "/status/public/days/2026-11-29.html", "/status/public/index.html",
    ]);
    expect(fileOf("/status/a-b")).toBe("/status/a-b/index.html");
  });

  it("are written only where they differ, and taken away with what they show; what is somebody else's stays", async () => {
    writeFileSync(join(folder, "robots.txt"), "");
    const files = new SiteFiles(folder);
    await files.write(siteOf({ "/status": "a", "/status/public": "a", "/status/old": "b" }), { onlyFronts: false });
    const before = statSync(join(folder, "status/public/index.html")).ino;
    await files.write(siteOf({ "/status": "c", "/status/public": "a" }), { onlyFronts: false });
    expect(statSync(join(folder, "status/public/index.html")).ino).toBe(before);
    expect([read("index.html"), read("status/index.html")]).toEqual(["c", "c"]);
    expect(all()).toEqual(["/index.html", "/robots.txt", "/status/index.html", "/status/public/index.html"]);
    await new SiteFiles(folder).write(siteOf({}), { onlyFronts: false });
    expect(all()).toEqual(["/robots.txt"]);
  });

  it("are taken away however their folder was named", async () => {
    for (const named of [`${folder}/`, relative(process.cwd(), folder)]) {
      const files = new SiteFiles(named);
      await files.write(siteOf({ "/status": "a", "/status/old": "b" }), { onlyFronts: false });
      await files.write(siteOf({ "/status": "a" }), { onlyFronts: false });
      expect(all()).toEqual(["/index.html", "/status/index.html"]);
    }
  });

  it("may be written by two servers at once", async () => {
    const site = siteOf(Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`/status/p${index}`, "x".repeat(10_000)])));
    await Promise.all([1, 2, 3].map(() => new SiteFiles(folder).write(site, { onlyFronts: true })));
    expect(all()).toHaveLength(50);
  });

  it("say their age anew each minute: then nothing but the first views is written", async () => {
    const files = new SiteFiles(folder);
    await files.write(siteOf({ "/status": "a", "/status/public": "a", "/status/public/history.html": "h" }), { onlyFronts: false });
    const other = siteOf({ "/status": "b", "/status/public": "b", "/status/public/history.html": "later" });
    await files.write(other, { onlyFronts: true });
    expect([read("status/public/index.html"), read("status/public/history.html")]).toEqual(["b", "h"]);
  });
});

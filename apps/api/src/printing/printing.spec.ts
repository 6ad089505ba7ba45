import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumOf } from "./chromium.ts";
import { MOST_WAITING, openPrinter, type PrinterBounds } from "./printer.ts";

const bounds: PrinterBounds = { withinMs: 60_000, waitMs: 60_000, mostBytes: 4_096 * 1_048_576 };
const at = "2026-11-23T09:00:00.000Z";
const program = chromiumOf(process.env);

let folder: string;
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), "ballast-printing-")); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that is none of Chromium's. */
function impostor(name: string, script: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}
/** Whether a process does anything: one that has ended may wait to be collected. */
const isRunning = (pid: number): boolean => {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${String(pid)}/stat`, "utf8"));
  } catch {
    return false;
  }
};

describe("a Chromium that is none", () => {
  it("is refused with what to do instead where there is none, and where it ends or is no program", async () => {
    const failing = impostor("ends", "echo 'No usable sandbox' >&2; exit 3");
    for (const [there, why] of [[null, "no Chromium"], [join(folder, "gone"), "ENOENT"], [failing, "No usable sandbox"]] as const) {
      await expect(openPrinter(there, bounds).print({ html: "", at })).rejects.toMatchObject({
        code: "PRINTING_UNAVAILABLE", message: expect.stringContaining(why) as string,
        remedy: expect.stringContaining("print the page from your browser") as string,
      });
    }
  });

  it("that hangs is ended by its id with all that it started, and the next one is not kept waiting", async () => {
    const pids = join(folder, "pids");
    const hanging = impostor("hangs", `sleep 1000 & echo "$$ $!" > ${pids}; trap '' TERM INT; wait`);
    const printer = openPrinter(hanging, { ...bounds, withinMs: 300 });
    await expect(printer.print({ html: "", at })).rejects.toThrow(/took longer than/);
    for (const pid of readFileSync(pids, "utf8").trim().split(" ").map(Number)) expect(isRunning(pid)).toBe(false);
  });

  it("that answers what no Chromium does is ended, and whoever listens goes on", async () => {
    for (const [name, answer] of [["babbles", "no JSON"], ["says nothing", "null"]] as const) {
      const babbling = openPrinter(impostor(name, `printf '${answer}\\0' >&4; exec sleep 1000`), bounds);
      await expect(babbling.print({ html: "", at })).rejects.toMatchObject({
        code: "PRINTING_UNAVAILABLE", message: expect.stringContaining("what no Chromium does") as string,
      });
    }
  });

  it("lets so many wait and no more, and nobody longer than they are told", async () => {
    const hanging = openPrinter(impostor("hangs too", "exec sleep 1000"), { ...bounds, withinMs: 300, waitMs: 50 });
    const asked = Array.from(
      { length: MOST_WAITING + 2 }, () => hanging.print({ html: "", at }).catch((error: { code: string }) => error.code),
    );
    expect(await Promise.all(asked)).toEqual(["PRINTING_UNAVAILABLE", ...Array.from({ length: MOST_WAITING + 1 }, () => "RATE_LIMITED")]);
  });

  it("is sought where it is said to be, and where systems put it", () => {
    const [there, empty] = [impostor("chromium", "exit 0"), join(folder, "nowhere")];
    expect(chromiumOf({ PATH: `${empty}:${folder}` })).toBe(there);
    expect(chromiumOf({ PATH: folder, CHROMIUM: empty })).toBeNull();
    expect(chromiumOf({ PATH: "", BALLAST_CHROMIUM: there })).toBe(there);
  });
});

describe.skipIf(program === null)("a real Chromium", () => {
  it("prints a page as the same bytes each time, and takes its folder away again", async () => {
    const printer = openPrinter(program, bounds);
    const html = "<!doctype html><title>Äpfel</title><style>@page{size:A4}</style><h1>One sheet</h1>";
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith("ballast-print-"));
    const [first, second] = await Promise.all([printer.print({ html, at }), printer.print({ html, at })]);
    expect(first.subarray(0, 5).toString()).toBe("%PDF-");
    expect(first.toString("latin1")).toContain("/CreationDate (D:20261123090000+00'00')");
    expect(first.equals(second)).toBe(true);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith("ballast-print-") && !before.includes(name))).toEqual([]);
  }, 60_000);

  it("asks nobody for anything, reads no file and runs no script, whatever the page wants", async () => {
    const asked: string[] = [];
    const outside = createServer((request, answer) => void (asked.push(request.url ?? ""), answer.end("")));
    await new Promise<void>((listening) => outside.listen(0, "127.0.0.1", listening));
    const origin = `http://127.0.0.1:${String((outside.address() as AddressInfo).port)}`;
    const secret = join(folder, "secret.html");
    writeFileSync(secret, `<img src="${origin}/read">`);
    const html = `<!doctype html><link rel="stylesheet" href="${origin}/style"><img src="${origin}/image"><iframe src="file://${secret}"></iframe>
      <iframe src="${origin}/frame"></iframe><script>new Image().src="${origin}/script"</script><meta http-equiv="refresh" content="0;${origin}/away">`;
    const pdf = await openPrinter(program, bounds).print({ html, at });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(asked).toEqual([]);
    await new Promise((closed) => outside.close(closed));
  }, 60_000);

  it.skipIf(!existsSync("/proc/self/statm"))("that takes more memory than it may is ended", async () => {
    await expect(openPrinter(program, { ...bounds, mostBytes: 1 }).print({ html: "<h1>Large</h1>", at })).rejects.toThrow(/MB of memory/);
  }, 60_000);
});

import { monthLines } from "../commands/reportView.ts";
import { describe, expect, it } from "vitest";
import { shownAddress } from "./address.ts";
import { createProgressBar } from "./progressBar.ts";
import { facts, table } from "./table.ts";
import { bytes, counted, exact, figure, relative, short } from "./words.ts";

describe("words", () => {
  it("moments are told from now, and exactly", () => {
    const now = Date.parse("2026-01-01T12:00:00Z");
    expect([
      relative("2026-01-01T11:57:00Z", now), relative("2026-01-01T14:00:00Z", now), relative("2025-12-30T11:00:00Z", now),
      relative(null, now),
    ]).toEqual(["3 min ago", "in 2 h", "2 d ago", "–"]);
    expect(exact("2026-01-01T12:00:00+02:00")).toBe("2026-01-01 10:00:00Z");
  });

  it.each([
    [0, "0 bytes"],
    [1_023, "1023 bytes"],
    [1_024, "1 KB"],
    [36_864, "36 KB"],
    [3_565_158, "3.4 MB"],
    [8 * 2 ** 30, "8 GB"],
  ])("a size of %i is %j", (size, text) => {
    expect(bytes(size)).toBe(text);
  });

  it("figures and counts say – for unknown", () => {
    expect([figure(1.239), figure(null), counted(1, "commit"), counted(0, "commit"), short("abcdef", 4)]).toEqual([
      "1.24", "–", "1 commit", "0 commits", "abc…",
    ]);
  });
});

describe("tables", () => {
  it("align what a person sees, whatever colours and letters it is made of", () => {
    const lines = table([{ head: "name" }, { head: "n", right: true }], [["\u001b[32mé\u001b[39m", "10"], ["longer", "7"]]);
    expect(lines).toEqual(["name     n", "\u001b[32mé\u001b[39m       10", "longer   7"]);
  });

  it("leave out facts without a value", () => {
    expect(facts([["a", "1"], ["long", null], ["b", ""], ["cc", "2"]])).toEqual(["a   1", "cc  2"]);
  });
});

describe("a progress bar", () => {
  const drawn = (isTTY: boolean): readonly string[] => {
    const texts: string[] = [];
    const bar = createProgressBar("import", { isTTY, write: (text) => texts.push(text) });
    bar.update(50, 200, "50 new");
    bar.update(200, 200);
    bar.clear();
    return texts;
  };

  it("is drawn on a terminal and nowhere else", () => {
    expect(drawn(false)).toEqual([]);
    const [first = "", last = "", cleared] = drawn(true);
    expect(first).toContain("import  ███████░░░░░░░░░░░░░░░░░░░░░  25 %  50 of 200  50 new");
    expect(last).toContain("100 %  200 of 200");
    expect(cleared).toBe("\r\u001b[2K");
  });
});

describe("an address", () => {
  it.each([
    ["esdb://ballast:secret@127.0.0.1:2113?tls=true&tlsCAFile=/x/certificate.pem", "esdb://127.0.0.1:2113"],
    ["esdb+discover://a:p%40ss@one:1,two:2/?tls=true", "esdb+discover://one:1,two:2/"],
    ["http://127.0.0.1:4000", "http://127.0.0.1:4000"],
    ["127.0.0.1:7233", "127.0.0.1:7233"],
  ])("%s is shown without what is secret", (address, shown) => expect(shownAddress(address)).toBe(shown));
});

describe("availability by month", () => {
  it("says of every month what was observed, and that it was not where it was not", () => {
    const span = { records: [], from: "", to: "" };
    const none = { ...span, observedMinutes: 0, downtimeMinutes: 0, incidents: 0, availabilityPercent: null };
    const some = { ...span, observedMinutes: 14_400, downtimeMinutes: 30, incidents: 2, availabilityPercent: 99.791_666 };
    const lines = monthLines(
      [
        {
          service: { slug: "search", name: "Search" },
          observedFrom: "2026-01-01T00:00:00Z",
          months: [
            { month: "2025-12", running: false, ...none },
            { month: "2026-01", running: true, ...some },
          ],
          total: some,
        },
      ],
      ["major"],
    ).join("\n");
    expect(lines).toMatch(/2025-12 +not observed +– +– +–/u);
    expect(lines).toMatch(/2026-01, so far +99\.791 % +30 +2 +10/u);
    expect(lines).toContain("Nothing is known of search before 2026-01-01");
    expect(monthLines([], ["major"]).join("\n")).toContain("no service yet");
  });
});

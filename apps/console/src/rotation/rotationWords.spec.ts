import { describe, expect, it } from "vitest";
import { stayingWords } from "./changePreview.tsx";
import { changeOf } from "./ChangeRotationDialog.tsx";
import { comingWeeks, handOverWords, onCallSentence, shiftPieces } from "./rotationWords.ts";

const ana = { id: "a", name: "Ana Kovač" };
const jo = { id: "j", name: "Jo Lind" };
const shift = (from: string, to: string, person: typeof ana | null, override = false) => ({
  from: `${from}T00:00:00.000Z`, to: `${to}T00:00:00.000Z`, person, override,
});

describe("on-call", () => {
  it("says when hands change", () => {
    expect(handOverWords({ every: "week", weekday: 1, at: "09:00" }, "America/New_York")).toBe(
      "hands over every Monday at 09:00, America/New York",
    );
    expect(handOverWords({ every: "day", at: "17:00" }, "UTC")).toBe("hands over every day at 17:00, UTC");
  });

  it("draws shifts in their share of the window, cut at its edges and joined", () => {
    const window = { from: "2026-11-02T00:00:00.000Z", to: "2026-11-12T00:00:00.000Z" };
    const pieces = shiftPieces(
      [
        shift("2026-11-01", "2026-11-03", ana),
        shift("2026-11-03", "2026-11-04", ana),
        shift("2026-11-04", "2026-11-07", jo, true),
        shift("2026-11-07", "2026-11-30", null),
      ],
      window,
    );
    expect(pieces.map(({ person, left, width, override }) => [person?.name ?? null, left, width, override])).toEqual([
      ["Ana Kovač", 0, 20, false],
      ["Jo Lind", 20, 30, true],
      [null, 50, 50, false],
    ]);
  });

  it("says who answers, and where nobody does or will", () => {
    const calm = shift("2026-11-01", "2026-11-30", ana);
    expect(onCallSentence([])).toMatch(/no rotation yet/u);
    expect(
      onCallSentence([
        { name: "Platform", onNow: ana, shifts: [calm] },
        { name: "Search", onNow: ana, shifts: [calm] },
        { name: "Payments", onNow: jo, shifts: [calm, shift("2026-11-30", "2026-12-01", null)] },
      ]),
    ).toBe("Ana Kovač answers for Platform and Search and Jo Lind answers for Payments. Payments has a gap in the coming weeks.");
    expect(onCallSentence([{ name: "Platform", onNow: null, shifts: [] }])).toBe("Nobody answers for Platform.");
  });

  it("asks the same question all day", () => {
    const noon = Date.parse("2026-11-23T12:00:00Z");
    expect(comingWeeks(noon, 4)).toEqual({ from: "2026-11-23T00:00:00.000Z", to: "2026-12-21T00:00:00.000Z" });
    expect(comingWeeks(noon + 3_600_000, 4)).toEqual(comingWeeks(noon, 4));
  });
});

describe("a change of people", () => {
  it("says who stays on until when, and who then, with weekday, and the year where it is another", () => {
    const preview = { onNow: ana, next: jo, nextHandOverAt: "2001-11-29T09:00:00.000Z" };
    expect(stayingWords(ana.name, preview, "utc")).toBe("Ana Kovač stays on until Thu 29 Nov 2001 09:00, then Jo Lind.");
    expect(stayingWords(ana.name, { ...preview, onNow: jo, next: null }, "utc")).toBe(
      "Jo Lind takes over at once from Ana Kovač until Thu 29 Nov 2001 09:00, then nobody.",
    );
    expect(stayingWords(null, { onNow: null, next: null, nextHandOverAt: null }, "utc")).toBe("Nobody is on.");
  });

  it("puts who takes over in the place of who goes", () => {
    expect(changeOf(["a", "b", "c"], ["a", "c"], {})).toEqual({ people: ["a", "c"], takers: [] });
    expect(changeOf(["a", "b", "c"], ["a", "c"], { b: "d" })).toEqual({
      people: ["a", "d", "c"], takers: [{ personId: "b", takerId: "d" }],
    });
    expect(changeOf(["a", "b"], ["b"], { a: "b" })).toEqual({ people: ["b"], takers: [{ personId: "a", takerId: "b" }] });
    expect(changeOf(["a", "b"], ["b"], { a: "d" }).people).toEqual(["d", "b"]);
  });
});

import { describe, expect, it } from "vitest";
import type { TimelineEntry } from "./entry.ts";
import { foldedPages } from "./foldedPages.ts";
import { labelOf } from "./sayings.ts";
import { impactOf } from "./scene.ts";
import { wheelTurn } from "./usePlotPointer.ts";
import { brushed, impactView, isFitted } from "./zoom.ts";

const hour = 3_600_000;
const least = 5_000;

describe("the view a timeline opens with", () => {
  it("is the impact with what stands before and after it", () => {
    const view = impactView({ from: 60 * hour, to: 61 * hour }, 100 * hour, least);
    expect(view.from).toBeCloseTo(59.6 * hour);
    expect(view.to).toBeCloseTo(61.5 * hour);
  });

  it("is everything where the impact is most of it, or nobody said when it began", () => {
    expect(isFitted(impactView({ from: hour, to: 9 * hour }, 10 * hour, least), 10 * hour)).toBe(true);
    expect(isFitted(impactView(null, 10 * hour, least), 10 * hour)).toBe(true);
  });

  it("shows a minute at least around an impact of a second, inside the axis", () => {
    const view = impactView({ from: 0, to: 1_000 }, 10 * hour, least);
    expect(view).toEqual({ from: 0, to: 60_000 });
  });

  it("knows the impact from its start to its mitigation, to the end while it lasts", () => {
    const window = { from: "2026-11-23T13:00:00Z", to: "2026-11-23T15:00:00Z" };
    expect(
      impactOf({ impactStart: "2026-11-23T14:00:00Z", mitigated: "2026-11-23T14:19:00Z", resolved: "2026-11-23T14:40:00Z" }, window)?.to,
    ).toBe(Date.parse("2026-11-23T14:19:00Z"));
    expect(impactOf({ impactStart: "2026-11-23T14:00:00Z" }, window)?.to).toBe(Date.parse(window.to));
    expect(impactOf({ resolved: "2026-11-23T14:40:00Z" }, window)).toBeNull();
  });
});

describe("the wheel", () => {
  const keys = { ctrlKey: false, metaKey: false, shiftKey: false };

  it("scrolls the page unless Ctrl is held", () => {
    expect(wheelTurn({ ...keys, deltaX: 0, deltaY: -120 })).toEqual({ kind: "scroll" });
    expect(wheelTurn({ ...keys, ctrlKey: true, deltaX: 0, deltaY: -120 })).toMatchObject({ kind: "zoom" });
    expect(wheelTurn({ ...keys, shiftKey: true, deltaX: 0, deltaY: 40 })).toEqual({ kind: "pan", by: 40 });
    expect(wheelTurn({ ...keys, deltaX: 30, deltaY: 2 })).toEqual({ kind: "pan", by: 30 });
  });
});

describe("the strip of the whole", () => {
  const bounds = { length: 100, least: 1 };

  it("moves the window that is held, and draws another beside it", () => {
    expect(brushed({ from: 20, to: 40 }, { from: 30, to: 45 }, bounds)).toEqual({ from: 35, to: 55 });
    expect(brushed({ from: 20, to: 40 }, { from: 80, to: 60 }, bounds)).toEqual({ from: 60, to: 80 });
    expect(brushed({ from: 0, to: 100 }, { from: 10, to: 30 }, bounds)).toEqual({ from: 10, to: 30 });
  });
});

const page = (kind: string, minute: number, title: string, recordId = "page-1"): TimelineEntry => {
  const at = new Date(Date.UTC(2026, 10, 23, 14, minute)).toISOString();
  return {
    id: `${recordId}-${kind}-${title}-${minute}`, lane: "pages", kind, title, at, keyMoment: false, tone: "info", knownFrom: at,
    recordedAt: at, visibility: "internal", pinned: false, recordId, evidence: {}, corrections: [],
  };
};

describe("what the lanes say", () => {
  it("is the first words of an update, not only where it stood", () => {
    expect(labelOf({ kind: "update", title: "Monitoring", detail: "Errors fell to 0.4 % after the rollback, and we keep watching." })).toBe(
      "Monitoring: Errors fell to 0.4 % after the rollback,…",
    );
    expect(labelOf({ kind: "alert", title: "CheckoutErrorRate", detail: "long words" })).toBe("CheckoutErrorRate");
  });

  it("folds tries that repeat until somebody answers", () => {
    const known = [
      page("pageSent", 0, "Ana paged by mail"),
      page("pageSent", 0, "Ana paged by chat"),
      page("pageSent", 5, "Ana paged by mail, round 2"),
      page("pageSent", 10, "Ana paged by mail, round 3"),
      page("pageAcknowledged", 12, "Ana acknowledged"),
      page("pageSent", 30, "Ana paged by mail, round 4"),
      page("pageSent", 5, "Ana paged by mail", "page-2"),
    ].map((entry) => ({ entry, known: true }));
    const titles = foldedPages(known).map(({ entry }) => [entry.title, entry.endAt?.slice(14, 16)]);
    expect(titles).toHaveLength(5);
    expect(titles).toContainEqual(["Ana paged by mail, 3 times", "10"]);
    expect(titles).toContainEqual(["Ana paged by mail, round 4", undefined]);
  });

  it("counts what was known then apart from what came later", () => {
    const titles = foldedPages([0, 5, 10, 15].map((minute) => ({ entry: page("pageSent", minute, "Ana paged"), known: minute < 10 }))).map(
      ({ entry, known }) => [entry.title, known],
    );
    expect(titles).toEqual([
      ["Ana paged, 2 times", true],
      ["Ana paged, 2 times", false],
    ]);
  });
});

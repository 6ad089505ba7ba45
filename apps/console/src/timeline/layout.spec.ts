import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { foldedAxis } from "./axis.ts";
import { foldRule, foldedWords, idleGaps } from "./gaps.ts";
import { placeLabels } from "./labels.ts";
import type { Labelled } from "./labels.ts";
import { guess, shortened } from "./measure.ts";
import { assignRows, mostRows } from "./rows.ts";
import type { Placed } from "./rows.ts";
import { tickStep, ticks } from "./ticks.ts";
import { visible } from "./visible.ts";
import type { Drawable } from "./visible.ts";
import { clamped, revealed, zoomedAt } from "./zoom.ts";

const minute = 60_000;
const start = Date.parse("2026-11-23T13:40:00Z");
const hour = { from: start, to: start + 60 * minute };

describe("folding idle time", () => {
  it("folds what is idle for long and leaves a margin on both sides", () => {
    const gaps = idleGaps([start + 20 * minute, start + 22 * minute, start + 45 * minute], hour, {
      leastMs: 10 * minute,
      marginMs: minute,
    });
    expect(gaps).toEqual([
      { from: start, to: start + 19 * minute },
      { from: start + 23 * minute, to: start + 44 * minute },
      { from: start + 46 * minute, to: hour.to },
    ]);
    expect(foldedWords(gaps)).toBe("54 idle minutes folded");
  });

  it("does not fold a busy hour, nor an empty one", () => {
    const busy = Array.from({ length: 13 }, (_, index) => start + index * 5 * minute);
    expect(idleGaps(busy, hour)).toEqual([]);
    expect(idleGaps([], hour)).toEqual([]);
    expect(foldedWords([])).toBeNull();
    expect(foldRule(hour).leastMs).toBe(10 * minute);
  });

  it("keeps the axis monotone and invertible around its folds", () => {
    const gaps = [{ from: start + 10 * minute, to: start + 40 * minute }];
    const axis = foldedAxis(hour, gaps);
    expect(axis.length).toBeLessThan(32 * minute);
    expect(axis.toAxis(start)).toBe(0);
    expect(axis.toAxis(hour.to)).toBeCloseTo(axis.length);
    let before = -1;
    for (let ms = start; ms <= hour.to; ms += minute) {
      const at = axis.toAxis(ms);
      expect(at).toBeGreaterThan(before);
      expect(axis.toTime(at)).toBeCloseTo(ms, 0);
      before = at;
    }
  });
});

describe("zooming", () => {
  it("keeps the moment under the pointer where it is", () => {
    const view = zoomedAt({ from: 0, to: 1000 }, 0.5, { position: 250, length: 1000, least: 10 });
    expect(view).toEqual({ from: 125, to: 625 });
  });

  it("never leaves the axis, nor gets closer than allowed", () => {
    expect(zoomedAt({ from: 0, to: 1000 }, 3, { position: 100, length: 1000, least: 10 })).toEqual({ from: 0, to: 1000 });
    expect(clamped({ from: 995, to: 996 }, 1000, 10)).toEqual({ from: 990, to: 1000 });
    expect(revealed({ from: 0, to: 100 }, 500, 1000).to).toBeGreaterThan(500);
  });
});

describe("names on the axis", () => {
  it("takes the step that leaves room", () => {
    expect(tickStep(60_000 / 12, 80)).toBe(10 * minute);
  });

  it("names the year where it begins, and where it is not this one", () => {
    const winter = { from: Date.parse("2022-12-28T00:00:00Z"), to: Date.parse("2023-01-05T00:00:00Z") };
    const axis = foldedAxis(winter, []);
    const named = (now: string) =>
      ticks(
        axis,
        { from: 0, to: axis.length },
        { width: 800, apart: 150, naming: { kind: "clock", zone: "utc" }, now: Date.parse(now) },
      ).map(({ words }) => words);
    expect(named("2023-02-01T00:00:00Z")).toEqual(["28 Dec 2022", "30 Dec", "1 Jan 2023", "3 Jan", "5 Jan"]);
    expect(named("2022-12-31T00:00:00Z")).toEqual(["28 Dec", "30 Dec", "1 Jan 2023", "3 Jan", "5 Jan"]);
  });

  it("stands on whole minutes, outside folds, apart from each other", () => {
    const axis = foldedAxis(hour, [{ from: start + 15 * minute, to: start + 35 * minute }]);
    const named = ticks(axis, { from: 0, to: axis.length }, { width: 800, apart: 70, naming: { kind: "clock", zone: "utc" } });
    expect(named.map((tick) => tick.words)).toEqual(["13:40", "13:45", "13:50", "13:55", "14:20", "14:25", "14:30", "14:35", "14:40"]);
    const since = ticks(
      axis,
      { from: 0, to: axis.length },
      { width: 400, apart: 70, naming: { kind: "since", start: start + 2 * minute } },
    );
    expect(since[0]?.words).toBe("T+00:00");
  });
});

const placed = (key: string, from: number, title = key, to = from): Placed => ({
  key, lane: "people", title, from, to, moment: to === from, series: null,
});

describe("rows", () => {
  it("puts what overlaps under each other and what does not beside each other", () => {
    const axis = foldedAxis({ from: 0, to: 1000 }, []);
    const rows = assignRows([placed("a", 0, "a", 400), placed("b", 100, "b", 300), placed("c", 500, "c", 900)], axis, {
      width: 1000, measure: guess,
    });
    expect([...rows.rowOf]).toEqual([
      ["a", 0],
      ["b", 1],
      ["c", 0],
    ]);
    expect(rows.count.get("people")).toBe(2);
  });

  it("keeps what is one line in one row, whatever else happens between", () => {
    const axis = foldedAxis({ from: 0, to: 1000 }, []);
    const line = (key: string, series: string, from: number): Placed => ({
      ...placed(key, from, "a name", from + 100), lane: "flags", series,
    });
    const entries = [
      line("a1", "a", 0), line("b1", "b", 50), line("a2", "a", 100), line("c1", "c", 120), line("d1", "d", 130), line("b2", "b", 150),
    ];
    const { rowOf, count } = assignRows(entries, axis, { width: 1000, measure: guess });
    expect([...rowOf.values()]).toEqual([0, 1, 0, 2, 0, 1]);
    expect(count.get("flags")).toBe(mostRows);
  });

  it("never needs more rows than a lane can carry", () => {
    const axis = foldedAxis({ from: 0, to: 1000 }, []);
    const many = Array.from({ length: 200 }, (_, index) => placed(`e${index}`, index, "a long enough title"));
    expect(assignRows(many, axis, { width: 600, measure: guess }).count.get("people")).toBe(mostRows);
  });
});

const drawable = (at: number, more: Partial<Drawable> = {}): Drawable => ({
  key: String(at), title: `t${at}`, from: at, to: at, moment: true, keyMoment: false, row: 0, ...more,
});

describe("what is drawn", () => {
  it("leaves out what is outside the view", () => {
    const drawn = visible([drawable(0), drawable(500), drawable(1000)], { from: 400, to: 600 }, 200);
    expect(drawn.map((each) => each.items[0].from)).toEqual([500]);
  });

  it("clusters dense circles but leaves a lone diamond to be seen", () => {
    const drawn = visible(
      [drawable(100), drawable(101), drawable(102), drawable(103, { keyMoment: true }), drawable(400)],
      { from: 0, to: 1000 },
      1000,
    );
    expect(drawn.map((each) => [each.shape, each.items.length])).toEqual([
      ["cluster", 3],
      ["diamond", 1],
      ["circle", 1],
    ]);
  });

  it("keeps key moments apart from the counts of a dense lane", () => {
    const items = Array.from({ length: 1000 }, (_, index) => drawable(index, { keyMoment: index === 500 }));
    const drawn = visible(items, { from: 0, to: 1000 }, 1000);
    expect(drawn.filter((each) => each.shape === "diamond").map((each) => each.items[0].key)).toEqual(["500"]);
  });

  it("draws ten thousand entries with a bounded number of marks and loses none of them", () => {
    const items = Array.from({ length: 10_000 }, (_, index) => drawable(index, { row: index % 3 }));
    const drawn = visible(items, { from: 0, to: 10_000 }, 1200);
    expect(drawn.length).toBeLessThan(40);
    expect(drawn.reduce((sum, each) => sum + each.items.length, 0)).toBe(10_000);
  });
});

describe("names of marks", () => {
  const room = { from: 0, to: 600 };

  it("goes inside a bar, else to the right, else to the left, else is shortened, else is dropped", () => {
    const marks: Labelled[] = [
      { x0: 0, x1: 120, bar: true, text: "inside it" },
      { x0: 200, x1: 212, bar: false, text: "right" },
      { x0: 330, x1: 342, bar: false, text: "left of it" },
      { x0: 350, x1: 362, bar: false, text: "a title that is too long to fit there" },
      { x0: 450, x1: 462, bar: false, text: "dropped because of the next" },
      { x0: 475, x1: 487, bar: false, text: "the end" },
    ];
    const labels = placeLabels(marks, room, guess);
    expect(labels.map((label) => label?.place ?? "dropped")).toEqual(["inside", "right", "left", "right", "dropped", "right"]);
    expect(labels[3]?.text).toMatch(/^a title.*…$/u);
  });

  it("keeps the name of a long bar in sight when its beginning is not", () => {
    const [label] = placeLabels([{ x0: -400, x1: 300, bar: true, text: "commander" }], room, guess);
    expect(label?.x).toBeGreaterThanOrEqual(0);
  });

  it("shortens to a beginning that says something, or not at all", () => {
    expect(shortened("Checkout fails", 60, guess)).toBe("Checkout…");
    expect(shortened("Checkout fails", 18, guess)).toBeNull();
  });

  it("never lets a name cover a mark or another name", () => {
    const marks = fc.array(
      fc.record({ gap: fc.nat(120), size: fc.nat(160), bar: fc.boolean(), text: fc.string({ minLength: 1, maxLength: 40 }) }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(marks, (list) => {
        let x = 0;
        const row = list.map(({ gap, size, bar, text }): Labelled => {
          const x0 = x + gap;
          x = x0 + (bar ? Math.max(8, size) : 12);
          return { x0, x1: x, bar, text };
        });
        const labels = placeLabels(row, { from: 0, to: 1000 }, guess);
        const boxes = labels.flatMap((label) =>
          label === null ? [] : [{ from: label.x, to: label.x + label.width, inside: label.place === "inside" }],
        );
        for (const [index, box] of boxes.entries()) {
          for (const other of boxes.slice(index + 1)) expect(box.to <= other.from || other.to <= box.from).toBe(true);
          if (!box.inside) for (const mark of row) expect(box.to <= mark.x0 || mark.x1 <= box.from).toBe(true);
        }
      }),
    );
  });
});

import { expect, it } from "vitest";
import { createSnapshots, type Reading } from "./snapshots.ts";

/** What is read at these seconds of which list: the number of the time at which that was put together. */
function read(readings: readonly (readonly [seconds: number, key: string, more?: Partial<Reading>])[]): readonly number[] {
  const snapshotOf = createSnapshots<number>();
  let made = 0;
  return readings.map(([seconds, key, more]) =>
    snapshotOf({ key, nowMs: seconds * 1_000, goesOn: true, madeOf: "1", ...more }, () => [(made += 1)])[0] ?? 0);
}

it("a list is put together once for whoever reads on within ten seconds", () => {
  expect(read([[0, "a"], [9.999, "a"], [10, "a"], [19, "a"], [20, "a"]])).toEqual([1, 1, 2, 2, 3]);
});

it("whoever begins gets it anew once the log has grown, and all who read on after them do", () => {
  const begins = (madeOf: string): Partial<Reading> => ({ goesOn: false, madeOf });
  expect(read([[0, "a"], [1, "a", begins("1")], [2, "a", { madeOf: "2" }], [3, "a", begins("2")], [4, "a"]])).toEqual([1, 1, 1, 2, 2]);
});

it("four lists are kept, the last that were made, and none that is too old", () => {
  expect(
    read([
      [0, "a"],
      [1, "b"],
      [2, "c"],
      [3, "d"],
      [4, "a"],
      [5, "e"],
      [6, "b"],
      [6, "a"],
      [6, "e"],
    ]),
  ).toEqual([1, 2, 3, 4, 1, 5, 2, 6, 5]);
  expect(
    read([
      [0, "a"],
      [11, "b"],
      [5, "a"],
    ]),
  ).toEqual([1, 2, 3]);
});

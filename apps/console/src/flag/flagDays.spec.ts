import { expect, it } from "vitest";
import { placedMarks, stacksOf } from "../marks/DayStacks.tsx";
import { killMarks, wholeMonth } from "./flagDays.ts";

const kill = (reference: string | null, name = "pay") =>
  ({ flag: { id: name, name }, incident: reference === null ? null : { id: reference, reference } });
const words = (...kills: ReturnType<typeof kill>[]) => killMarks([{ day: "2026-11-20", kills }]).map((mark) => mark.words);
const now = Date.parse("2026-11-29T10:00:00Z");

it("says how often something was killed on a day, and for which incidents, or what where for none", () => {
  expect(words(kill("INC-209"))).toEqual(["killed, INC-209"]);
  expect(words(kill("INC-214"), kill("INC-215"))).toEqual(["killed twice, INC-214 and INC-215"]);
  expect(words(kill("INC-1"), kill("INC-2"), kill("INC-3"), kill("INC-1"))).toEqual(["killed 4 times, INC-1 and 2 more"]);
  expect(words(kill(null), kill(null, "search"))).toEqual(["killed twice, pay and search"]);
  expect(words()).toEqual([]);
});

it("is of thirty days, the quiet ones too", () => {
  const days = wholeMonth([{ day: "2026-11-20", count: 2 }], now);
  expect(stacksOf(days, now)).toHaveLength(30);
  expect(wholeMonth([{ day: "2026-10-31", count: 1 }], now)).toHaveLength(1);
});

it("leaves out what would lie over the mark before it, and stands left of days of the second half", () => {
  const stacks = stacksOf(wholeMonth([], now), now);
  const mark = (day: string) => ({ day, words: "killed, INC-209" });
  const placed = placedMarks(stacks, [mark("2026-11-28"), mark("2026-11-02"), mark("2026-11-03")], 190);
  expect(placed.map(({ day, end }) => [day, end])).toEqual([["2026-11-02", false], ["2026-11-28", true]]);
  expect(placedMarks(stacks, [mark("2026-11-02"), mark("2026-11-06")], 55).map(({ day }) => day)).toEqual(["2026-11-02"]);
});

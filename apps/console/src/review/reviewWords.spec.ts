import { describe, expect, it } from "vitest";
import { awaitsReading, clockOf, factorWordOf, readWords, recurrenceWords } from "./reviewWords.ts";
import { dayTyped, readTyped } from "./typed.ts";

const people = [
  { id: "1", name: "Kim Roy", login: "kim" }, { id: "2", name: "Sam Ito", login: "sam" }, { id: "3", name: "Samira Ott", login: "samira" },
];
const publication = {
  visibility: "internal", note: "", address: null, at: "2026-11-24T09:00:00.000Z",
  by: { name: "Sam Ito", means: "console", onBehalfOf: null },
} as const;
// A Tuesday.
const today = "2026-11-24";

describe("who has read a published review", () => {
  const [kim, sam] = [{ id: btoa("Person:k"), name: "Kim Roy" }, { id: btoa("Person:s"), name: "Sam Ito" }];
  const published = { told: [kim, sam], readBy: [kim] };

  it("is said of those whom it was told to", () => {
    expect(readWords(published)).toBe("1 of 2 have read it: Kim Roy");
    expect(readWords({ told: [sam], readBy: [] })).toBe("0 of 1 has read it");
    expect(readWords({ told: [], readBy: [] })).toBeNull();
  });

  it("is counted of one who was told and has not opened it yet, and of nobody else", () => {
    const awaits = (me: string): boolean => awaitsReading({ publication: { ...publication, ...published } }, me);
    expect(["s", sam.id, "k", kim.id, "v"].map(awaits)).toEqual([true, true, false, false, false]);
    expect(awaitsReading({ publication: null }, "s")).toBe(false);
  });
});

describe("what is typed in a meeting", () => {
  it("names who does it with @ and the day in words", () => {
    expect(readTyped("Check the retry budget in every release @kim 4 dec", people, today)).toEqual({
      title: "Check the retry budget in every release", owner: people[0], dueOn: "2026-12-04",
    });
    expect(readTyped("@sam pause a deploy by friday", people, today)).toEqual({
      title: "pause a deploy", owner: people[1], dueOn: "2026-11-27",
    });
    expect(readTyped("Second source of metrics", people, today)).toEqual({ title: "Second source of metrics", owner: null, dueOn: null });
    expect(readTyped("Ask @nobody about it", people, today)).toEqual({ title: "Ask @nobody about it", owner: null, dueOn: null });
    expect(readTyped("@roy look in two weeks", people, today)).toEqual({ title: "look", owner: people[0], dueOn: "2026-12-08" });
  });

  it("reads days as people say them, and no others", () => {
    const days = ["today", "tomorrow", "tue", "mon", "in a week", "in 3 days", "29 jan", "jan 29", "24 nov", "2026-12-04"];
    expect(days.map((words) => dayTyped(words, today))).toEqual([
      "2026-11-24", "2026-11-25", "2026-12-01", "2026-11-30", "2026-12-01", "2026-11-27", "2027-01-29", "2027-01-29", "2026-11-24",
      "2026-12-04",
    ]);
    for (const words of ["31 feb", "2026-02-31", "soon", "release", "99 dec"]) expect(dayTyped(words, today)).toBeNull();
  });
});

describe("the words of a review", () => {
  it("count the time of a topic, and say in words what is over", () => {
    expect(clockOf(15, 438_000)).toEqual({ over: false, digits: "07:42", words: "left of 15 min" });
    expect(clockOf(15, 15 * 60_000 + 30_000)).toMatchObject({ over: true, words: "time is up" });
    expect(clockOf(15, 17 * 60_000 + 30_000)).toMatchObject({ over: true, words: "2 min over" });
  });

  it("name a factor the same whoever types it, and say how often it was one", () => {
    expect(["Shared state", "shared-state ", "SHARED  STATE!"].map(factorWordOf)).toEqual(Array(3).fill("shared-state"));
    expect(factorWordOf("…")).toBeNull();
    expect(recurrenceWords({ time: 4, times: 4, earlier: [] })).toBe("the fourth time with this factor");
    expect(recurrenceWords({ time: 1, times: 4, earlier: [] })).toBeNull();
  });
});

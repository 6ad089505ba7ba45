import { describe, expect, it } from "vitest";
import { changeWords, orderWithout } from "./handingOver.ts";
import { emptiedWords, namedOwners } from "./person.command.ts";

const [ana, ben] = [{ id: "a", name: "Ana" }, { id: "b", name: "Ben" }];
const turns = { id: "r", name: "First line", latestPeople: [ana, ben], onNow: ana };

describe("who looks after an integration of somebody who leaves", () => {
  const owned = (id: string, name: string, ownerId: string | null, removed = false) => ({
    id, name, removed, owner: ownerId === null ? null : { id: ownerId },
  });
  const all = [
    owned("1", "Prometheus", "a"), owned("2", "GitHub", "a"), owned("3", "Old", "a", true), owned("4", "Ben's", "b"),
    owned("5", "Nobody's", null),
  ];

  it("has to be said for each, and is asked for by name", () => {
    expect(namedOwners(all, ana, ["GitHub=ben", "Prometheus=cem"])).toEqual([
      { integrationId: "1", who: "cem" },
      { integrationId: "2", who: "ben" },
    ]);
    expect(() => namedOwners(all, ana, ["GitHub=ben"])).toThrow("Who looks after Prometheus when Ana has left?");
    expect(() => namedOwners(all, ana, ["GitHub"])).toThrow("does not say what goes to whom");
    expect(namedOwners(all, { id: "c", name: "Cem" }, [])).toEqual([]);
  });
});

describe("who takes over", () => {
  it("is said with name and moment", () => {
    const preview = { onNow: ana, next: ben, nextHandOverAt: "2026-11-26T09:00:00Z", taken: [] };
    expect(changeWords(turns, preview)).toEqual([expect.stringMatching(/^Ana stays on call until .*2026.*, then Ben\.$/u)]);
    const taken = [{ from: "2026-11-23T09:00:00Z", to: "2026-11-26T09:00:00Z", person: ana, taker: null }];
    expect(changeWords(turns, { ...preview, onNow: ben, next: null, taken })).toEqual([
      expect.stringMatching(/^Ben takes over at once from Ana until .*, then nobody\.$/u),
      expect.stringMatching(/: nobody instead of Ana$/u),
    ]);
    expect(changeWords(turns, { ...preview, nextHandOverAt: null })).toEqual(["Ana stays on call."]);
  });

  it("is whoever is named, in their place, or the others in turn", () => {
    expect(orderWithout(turns, "a", null)).toEqual({ people: ["b"], takers: [] });
    expect(orderWithout(turns, "a", "c")).toEqual({ people: ["c", "b"], takers: [{ personId: "a", takerId: "c" }] });
    expect(orderWithout(turns, "a", "b")).toEqual({ people: ["b"], takers: [{ personId: "a", takerId: "b" }] });
    expect(() => orderWithout(turns, "x", null)).toThrow("no turns in First line");
  });

  it("is asked for with every shift that falls empty", () => {
    expect(
      emptiedWords("Ana", [
        { rotation: turns, shifts: [{ from: "2026-11-23T09:00:00Z", to: "2026-11-26T09:00:00Z" }] },
        { rotation: { id: "s", name: "Leads" }, shifts: [] },
      ]),
    ).toEqual(["Ana is on call in First line:", expect.stringMatching(/2026.* to .*2026/u), "Ana takes turns in Leads:"]);
  });
});

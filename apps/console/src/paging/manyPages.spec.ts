import { describe, expect, it } from "vitest";
import { chosenOf, problemsOf } from "./manyPages.ts";

const page = (id: string, personId: string | null) => ({
  id,
  sends: [{
    at: "2026-11-30T14:00:00Z", channel: "mail", step: "person", round: 0, outcome: "handedOver" as const, refused: null, triesAgain: false,
    person: personId === null ? null : { id: personId, name: personId },
  }],
});

describe("many pages", () => {
  it("are one's own unless something else is chosen", () => {
    const isMe = (id: string): boolean => id === "me";
    const pages = [page("a", "me"), page("b", "ben"), page("c", null), page("d", "me")];
    expect([...chosenOf(pages, new Map(), isMe)]).toEqual(["a", "d"]);
    expect([...chosenOf(pages, new Map([["a", false], ["b", true]]), isMe)]).toEqual(["b", "d"]);
    expect(chosenOf(pages, new Map(), () => false).size).toBe(0);
  });

  it("of which one is refused say so by its incident, and nothing of the others", () => {
    const pages = [{ id: "a", incident: { reference: "INC-4" } }, { id: "b", incident: { reference: "INC-5" } }];
    expect(problemsOf([{ pageId: "a", problem: null }, { pageId: "b", problem: "it was handed on" }], pages)).toEqual([
      "INC-5: it was handed on",
    ]);
    expect(problemsOf([{ pageId: "x", problem: "there is no page x" }], pages)).toEqual(["A page: there is no page x"]);
  });
});

import { expect, it } from "vitest";
import { segmentMoveWords, segmentSentence } from "./segmentWords.ts";

const moves = (enter: number, leave: number, known = 20) => segmentMoveWords("Pilots", { known, enter, leave });

it("says who enters and leaves", () => {
  expect(moves(3, 1)).toBe("3 customers enter Pilots, 1 leaves.");
  expect(moves(1, 0)).toBe("1 customer enters Pilots, none leave.");
  expect(moves(0, 4)).toBe("Nobody enters Pilots, 4 leave.");
  expect(moves(0, 0)).toBe("Pilots keeps whom it has.");
  expect(moves(0, 0, 0)).toBe("No customer is known yet: nobody can say who is in Pilots.");
});

it("says how many are in it, and which flags ask for it, each once", () => {
  const asking = (name: string, environment: string) => ({
    id: `${name}-${environment}`, environment, sentence: "", flag: { id: name, name },
  });
  const segment = {
    id: "s", slug: "pilots", name: "Pilots", description: "", members: { included: [], excluded: [], rules: [] }, archived: null,
    definedAt: "2026-11-28T10:00:00Z", revision: 1, usedBy: [asking("pay", "production"), asking("pay", "staging")],
  };
  expect(segmentSentence(segment, 12)).toBe("12 known customers in it; pay asks for it.");
  expect(segmentSentence({ ...segment, usedBy: [], description: "They asked." }, null)).toBe("No flag asks for it. They asked.");
  expect(segmentSentence({ ...segment, archived: "the pilot is over." }, 12)).toBe("Archived: the pilot is over.");
});

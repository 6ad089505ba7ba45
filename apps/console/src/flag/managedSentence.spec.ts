import { expect, it } from "vitest";
import { countedCohort } from "./cohortText.ts";
import { managedSentence } from "./managedSentence.ts";
import { rolloutWords } from "./rolloutWords.ts";

const details = {
  kind: "release", temporary: true, expiresAt: null, registeredAt: "", archived: null, owner: { id: "1", name: "Sam Ito" },
} as const;
const served = { known: 20_060, reached: 1_006, variants: [], steps: [] };

it("a flag's page says what it does, for how many, whose it is and when it ends", () => {
  const place = { sentence: "On for 5 % of customers.", environment: "production", served };
  expect(managedSentence({ details }, place, "12 Dec")).toBe(
    "On for 5 % of customers. 1,006 of 20,060 known customers have it in production. Release flag of Sam Ito, ends 12 Dec.",
  );
  expect(managedSentence({ details }, undefined, null)).toBe("Release flag of Sam Ito.");
  expect(managedSentence({ details: { ...details, archived: "done" } }, place, null)).toMatch(/^Archived: done\./u);
});

it("the heading of the rollout is its preview", () => {
  const place = { parts: 5_000, killed: false, served };
  expect(rolloutWords({ ...place, killed: true }, 5_000, undefined)).toBe("5 % of customers, once the kill is released.");
  expect(rolloutWords(place, 5_000, undefined)).toBe("5 % of customers: 1,006 of 20,060 have it.");
  expect(rolloutWords(place, 25_000, { sentence: "4,012 customers enter, none leave." })).toBe(
    "5 % → 25 %: 4,012 customers enter, none leave.",
  );
  expect(rolloutWords(place, 25_000, undefined)).toBe("5 % → 25 %.");
});

it("whom a change was shown to move, in words", () => {
  const moved = (enter: number, leave: number, switched = 0, known = 100) => countedCohort({ known, enter, leave, switch: switched });
  expect([moved(4_012, 0), moved(1, 1), moved(0, 3, 2), moved(0, 0, 0, 0)]).toEqual([
    "4,012 customers enter, none leave",
    "1 customer enters, 1 leaves",
    "nobody enters, 3 leave, 2 switch",
    "no customer was known, so nobody could be counted",
  ]);
});

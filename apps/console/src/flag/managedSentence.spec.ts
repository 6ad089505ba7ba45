import { expect, it } from "vitest";
import { countedCohort } from "./cohortText.ts";
import { managedSentence, sinceWords } from "./managedSentence.ts";
import { rolloutWords } from "./rolloutWords.ts";

const details = {
  kind: "release", temporary: true, expiresAt: null, registeredAt: "", archived: null, owner: { id: "1", name: "Sam Ito" }, services: [],
} as const;
const served = { known: 20_060, reached: 1_006, variants: [], steps: [] };

it("a flag's page says what it does, for how many, whose it is and when it ends", () => {
  const place = { sentence: "On for 5 % of customers.", environment: "production", served };
  const saying = { ends: null, since: "So since 02:50.", short: false };
  expect(managedSentence({ details }, place, { ...saying, ends: "12 Dec" })).toBe(
    "On for 5 % of customers. 1,006 of 20,060 known customers have it in production. So since 02:50. Release flag of Sam Ito, ends 12 Dec.",
  );
  expect(managedSentence({ details }, place, { ...saying, short: true })).toBe("On for 5 % of customers. So since 02:50.");
  expect(managedSentence({ details }, undefined, saying)).toBe("Release flag of Sam Ito.");
  expect(managedSentence({ details: { ...details, archived: "done" } }, place, saying)).toMatch(/^Archived: done\./u);
});

it("since when it is so is said beside the beginning of the incident that is open", () => {
  const now = Date.parse("2026-11-28T03:05:00Z");
  const since = (turnedAt: string, startedAt: string | null) =>
    sinceWords({ turnedAt, kills: [] }, {
      incident: startedAt === null ? null : { reference: "INC-231", startedAt, declaredAt: "2026-11-28T04:00:00Z" }, now, zone: "utc",
    });
  expect(since("2026-11-28T02:50:00Z", "2026-11-28T03:01:00Z")).toBe("So since 02:50, 11 min before INC-231 began.");
  expect(since("2026-11-28T03:03:00Z", "2026-11-28T03:01:00Z")).toBe("So since 03:03, 2 min after INC-231 began.");
  expect(since("2026-11-28T03:01:20Z", "2026-11-28T03:01:00Z")).toBe("So since 03:01, when INC-231 began.");
  expect(since("2026-11-23T15:40:00Z", null)).toBe("So since 23 Nov 15:40.");
  const kills = ["2026-11-28T03:04:00Z", "2026-11-28T03:02:00Z"].map((at) => ({ killId: at, at, by: "Ana", reason: null, incident: null }));
  expect(sinceWords({ turnedAt: "2026-11-28T03:05:00Z", kills }, { incident: null, now, zone: "utc" })).toBe("So since 03:02.");
  expect(sinceWords(undefined, { incident: null, now, zone: "utc" })).toBe("");
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

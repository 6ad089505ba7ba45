import { expect, it } from "vitest";
import { dayCells, figureWords, hurtParts, minuteWords, sourceWords, wellWords } from "./availabilityWords.ts";

const day = (at: string, observedMinutes: number, badMinutes: number) => ({ from: `${at}T00:00:00Z`, observedMinutes, badMinutes });
const days = [day("2026-11-20", 0, 0), day("2026-11-21", 1_440, 0), day("2026-11-22", 1_440, 9), day("2026-11-23", 1_440, 14.6 + 20)];

it("a day that nobody observed has no tone, one without an incident is good, and little is not much", () => {
  expect(dayCells({ days }, "utc").map(({ tone }) => tone)).toEqual([null, "good", "attention", "bad"]);
  expect(dayCells({ days }, "utc")[0]?.label).toContain("not observed");
});

it("of what it uses, what was hit is listed the worst first, and the rest named in a line", () => {
  const part = (slug: string, component: string | null, badMinutes: number) =>
    ({ service: { slug, name: slug }, component, badMinutes, availabilityPercent: 99, incidents: [] });
  const parts = [
    part("mail", null, 0), part("shop", "payments", 23), part("shop", null, 23), part("shop", "Shop", 23), part("search", null, 40),
    part("billing", null, 0),
  ];
  expect(hurtParts(parts).map(({ service, component }) => [service.slug, component])).toEqual([
    ["search", null], ["shop", null], ["shop", "payments"],
  ]);
  expect(wellWords(parts)).toBe("No incident reached it in mail and billing.");
  expect(wellWords(parts.slice(1, 5))).toBeNull();
});

it("says where the figure comes from and what is missing in it", () => {
  expect(figureWords({ availabilityPercent: null })).toBe("Not observed");
  expect(figureWords({ availabilityPercent: 99.9999 })).not.toContain("100");
  expect([minuteWords(0), minuteWords(0.2), minuteWords(23.4), minuteWords(140)]).toEqual(["–", "< 1 min", "23 min", "2 h 20 m"]);
  const incidents = [{ badMinutes: 3, named: false, incident: { id: "a" } }, { badMinutes: 3, named: true, incident: { id: "b" } }];
  expect(sourceWords({ days, incidents, withoutEnd: 2 })).toBe(
    "From declared incidents and the share of its requests that failed; 1 incident that names nobody counts as for everyone; 1 hatched day was not observed; 2 incidents never said when they ended: it is too good by those.",
  );
  expect(sourceWords({ days: [], incidents: [], withoutEnd: 0 })).toBe(
    "From declared incidents and the share of its requests that failed.",
  );
});

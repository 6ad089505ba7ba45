import { describe, expect, it } from "vitest";
import type { ObjectiveLine } from "./objectiveDocuments.ts";
import { byNeed, leftWords, minutes, objectivesSentence, partsWords, stateOf, windowWords } from "./objectiveWords.ts";

const burn = (fires: boolean): ObjectiveLine["standing"]["burnRates"] => [
  { name: "1 h", factor: 14.4, long: 20, short: 20, fires, wakes: true, totalOutageMinutes: 1.7 },
];
const standing = (other: Partial<ObjectiveLine["standing"]> = {}): ObjectiveLine["standing"] => ({
  from: "2026-11-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z", observedMinutes: 21_600, unobservedMinutes: 0, maintenanceMinutes: 0,
  badMinutes: 6.4, availabilityPercent: 99.9, budgetMinutes: 86.4, leftMinutes: 80, goneAt: null, forecastGoneAt: null,
  burnRates: burn(false), ...other,
});
const line = (name: string, other: Partial<ObjectiveLine["standing"]> = {}): ObjectiveLine => ({
  id: name, name, targetPercent: 99.8, retired: null, window: { kind: "rolling", days: 30, unit: null, timeZone: null }, owner: null,
  parts: [{ service: { slug: "checkout", name: "Checkout" }, component: null, sharePercent: 100 }], standing: standing(other),
});

describe("how an objective stands", () => {
  it.each([
    [{}, "fine"],
    [{ leftMinutes: 21.6 }, "fine"],
    [{ leftMinutes: 21.5 }, "tight"],
    [{ forecastGoneAt: "2026-11-20T00:00:00.000Z" }, "tight"],
    [{ burnRates: burn(true) }, "burning"],
    [{ burnRates: burn(true), leftMinutes: 0 }, "gone"],
    [{ availabilityPercent: null, leftMinutes: 86.4 }, "unknown"],
  ] as const)("with %j it is %s", (other, expected) => {
    expect(stateOf(standing(other))).toBe(expected);
  });

  it("is listed by need, then by how little is left", () => {
    const rows = [
      line("fine"), line("less", { leftMinutes: 30 }), line("burns", { burnRates: burn(true) }), line("gone", { leftMinutes: -5 }),
      line("tight", { leftMinutes: 5 }),
    ];
    expect(byNeed(rows).map(({ name }) => name)).toEqual(["gone", "burns", "tight", "less", "fine"]);
  });

  it("is told in a sentence", () => {
    expect(objectivesSentence([])).toBe("Nobody has said yet how available anything is to be.");
    expect(objectivesSentence([line("Checkout")])).toBe("The objective has budget left.");
    expect(objectivesSentence([line("Checkout"), line("Search")])).toBe("All 2 objectives have budget left.");
    expect(objectivesSentence([line("Checkout", { leftMinutes: -3.6 }), line("Search")])).toBe(
      "1 of 2 objectives have budget left; Checkout needs a look: 3 m 36 s over its budget of 1 h 26 m.",
    );
    expect(objectivesSentence([line("Checkout", { leftMinutes: -3.6 })])).toMatch(/^The objective has no budget left;/u);
  });

  it("never looks better than it is", () => {
    expect(leftWords(standing({ availabilityPercent: null }))).toBe("nothing was observed");
    expect(minutes(-3.6)).toBe("−3 m 36 s");
  });

  it("says over which time and about what", () => {
    expect(windowWords({ kind: "rolling", days: 30, unit: null, timeZone: null })).toBe("in any 30 days");
    expect(windowWords({ kind: "calendar", days: null, unit: "quarter", timeZone: "Europe/Zurich" })).toBe("each quarter (Europe/Zurich)");
    expect(
      partsWords([
        { service: { slug: "a", name: "A" }, component: "Payments", sharePercent: 60 },
        { service: { slug: "b", name: "B" }, component: null, sharePercent: 100 },
      ]),
    ).toBe("Payments (60 %), B");
  });
});

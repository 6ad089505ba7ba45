import { describe, expect, it } from "vitest";
import { chanceAllowed, ERROR_ALLOWANCE, type Occasion } from "./spending.ts";

const spent = (occasions: readonly Occasion[]): number =>
  occasions.reduce((sum, occasion) => sum + 2 * chanceAllowed(ERROR_ALLOWANCE, occasion), 0);
const looks = (count: number, rest: Omit<Occasion, "look" | "final">): Occasion[] =>
  Array.from({ length: count }, (_, index) => ({ ...rest, look: index + 1, final: false }));

describe("what a deploy may spend on false alarms", () => {
  it.each([
    { stretches: 5, plannedLooks: 30 },
    { stretches: 2, plannedLooks: 1 },
    { stretches: 21, plannedLooks: 360 },
  ])("is never more than the allowance, over however many looks: $stretches stretches of $plannedLooks", (rest) => {
    const endings = [1, 2, 3, 50].map((times) => ({ ...rest, look: times * rest.plannedLooks, final: true }));
    expect(rest.stretches * spent([...looks(20_000, rest), ...endings])).toBeLessThanOrEqual(ERROR_ALLOWANCE);
  });

  it("is mostly there for the looks the bake was planned for", () => {
    const rest = { stretches: 5, plannedLooks: 30 };
    expect(5 * spent(looks(30, rest))).toBeCloseTo(ERROR_ALLOWANCE / 2, 12);
    expect(chanceAllowed(ERROR_ALLOWANCE, { ...rest, look: 0, final: false })).toBe(
      chanceAllowed(ERROR_ALLOWANCE, { ...rest, look: 1, final: false }),
    );
    expect(chanceAllowed(ERROR_ALLOWANCE, { ...rest, look: 31, final: false })).toBeLessThan(
      chanceAllowed(ERROR_ALLOWANCE, { ...rest, look: 30, final: false }),
    );
  });
});

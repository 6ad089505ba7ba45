import { describe, expect, it } from "vitest";
import { parseHours } from "./layerHours.ts";

describe("hours of a layer", () => {
  it("are told as people write them", () => {
    expect(parseHours("Mon-Fri 08:00-20:00, Sat 22:00-06:00, 09:00-09:00, Fri 18:00-08:00 +3, Sat-Mon 10:00-11:00")).toEqual([
      { weekdays: [1, 2, 3, 4, 5], from: "08:00", to: "20:00", daysLater: 0 },
      { weekdays: [6], from: "22:00", to: "06:00", daysLater: 1 },
      { weekdays: [1, 2, 3, 4, 5, 6, 7], from: "09:00", to: "09:00", daysLater: 1 },
      { weekdays: [5], from: "18:00", to: "08:00", daysLater: 3 },
      { weekdays: [6, 7, 1], from: "10:00", to: "11:00", daysLater: 0 },
    ]);
  });

  it.each(["", "always", "Mon 25:00-26:00", "Xyz 08:00-09:00", "Mon-Fri", "08:00"])("are not %j", (text) => {
    expect(() => parseHours(text)).toThrow("no hours");
  });
});

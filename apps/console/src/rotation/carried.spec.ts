import { describe, expect, it } from "vitest";
import { carriedWords } from "./CarriedPanel.tsx";

const carried = (name: string, hours: number, woken: number) => ({ hours, nights: 0, woken, person: { id: name, name } });

describe("who carries it", () => {
  it("is said of who was woken most, with their share of the hours", () => {
    expect(carriedWords([carried("Kim Roy", 430, 11), carried("Ana", 1_290, 9)])).toBe(
      "Kim Roy was woken 11 of 20 times with 25 % of the hours.",
    );
    expect(carriedWords([carried("Ana", 10, 0)])).toBe("Nobody was woken.");
  });
});

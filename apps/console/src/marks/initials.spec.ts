import { expect, it } from "vitest";
import { initials } from "./initials.ts";

it("takes the first and last word, whatever the script", () => {
  expect(initials("Ana Kovač")).toBe("AK");
  expect(initials("Mira van der Osei")).toBe("MO");
  expect(initials("ops")).toBe("OP");
  expect(initials("žiga šuligoj")).toBe("ŽŠ");
  expect(initials("  ")).toBe("?");
});

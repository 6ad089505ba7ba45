import { expect, it } from "vitest";
import { placeOf } from "./site.ts";

it("a page's address is what its views can be put behind, and tells nobody's password", () => {
  for (const [address, place] of [
    ["https://status.marlow.example/", "https://status.marlow.example"], ["https://marlow.example/s/?x=1#y", "https://marlow.example/s"],
    ["https://ann:pw@marlow.example/a b", "https://marlow.example/a%20b"],
  ] as const) expect(placeOf(address)).toBe(place);
});

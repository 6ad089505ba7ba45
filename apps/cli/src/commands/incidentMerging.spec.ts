import { expect, it } from "vitest";
import { effectLines } from "./incidentMerging.ts";

it("what merging would do is a line each, and what somebody has to see to stands out", () => {
  const effects = [{ sentence: "INC-13 ends.", warns: false }, { sentence: "2 tasks stay open with it.", warns: true }];
  expect(effectLines({ effects })).toEqual(["· INC-13 ends.", "▲ 2 tasks stay open with it."]);
});

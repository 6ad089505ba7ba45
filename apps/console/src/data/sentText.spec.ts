import { expect, it } from "vitest";
import { withoutSent } from "./sentText.ts";

it("a field is empty once its text was sent, and keeps what was typed meanwhile", () => {
  const after = withoutSent("The pager was silent");
  expect(after("The pager was silent")).toBe("");
  expect(after("The pager was silent and so were we")).toBe("and so were we");
  expect(after("Something else")).toBe("Something else");
});

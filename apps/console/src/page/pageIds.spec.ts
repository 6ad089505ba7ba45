import { expect, it } from "vitest";
import { ownId } from "../data/globalId.ts";
import { pageId } from "./pageIds.ts";

it("opens the link of a mail, which carries the bare id", () => {
  const bare = "9f3c2a10-1111-4222-8333-444455556666";
  expect(ownId(pageId(bare))).toBe(bare);
  expect(pageId("UGFnZTphYmM")).toBe("UGFnZTphYmM");
});

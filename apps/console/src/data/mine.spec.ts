import { expect, it } from "vitest";
import { globalId } from "./globalId.ts";
import { isSamePerson } from "./mine.ts";

const [ana, ben] = ["0b7d6f6e-4a0e-5f3a-9a77-3c1d7f0a1b2c", "5f0c3c1e-9a5b-5d5c-8d0a-1b2c3d4e5f60"];

it("knows a person by either of their ids, and takes nobody else for them", () => {
  for (const one of [ana, globalId("Person", ana)])
    for (const other of [ana, globalId("Person", ana)]) expect(isSamePerson(one, other)).toBe(true);
  for (const other of [ben, globalId("Person", ben), "", "not an id"]) expect(isSamePerson(ana, other)).toBe(false);
});

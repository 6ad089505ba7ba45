import { expect, it } from "vitest";
import { openDatabase } from "./database.ts";

it("what is worked out is worked out once until something changes, and not kept beyond a bound", () => {
  const db = openDatabase(":memory:");
  let times = 0;
  const asked = (name: string): number => db.once(name, () => (times += 1));
  expect([asked("a"), asked("a"), asked("b"), asked("a")]).toEqual([1, 1, 2, 1]);
  db.transaction(() => undefined);
  expect([asked("a"), asked("a")]).toEqual([3, 3]);
  for (let n = 0; n < 2_000; n += 1) asked(String(n));
  expect(asked("a")).toBeGreaterThan(2_000);
  db.close();
});

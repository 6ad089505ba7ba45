import { expect, it } from "vitest";
import { turns } from "./turns.ts";

it("so much is done at a time, what waits comes in order, and what is too much is refused at once", async () => {
  const bounded = turns({ atOnce: 2, waiting: 3 });
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  const start = (n: number) => bounded.take(() => {
    begun.push(n);
    return new Promise<number>((resolve) => ends.push(() => resolve(n)));
  });
  const all = [1, 2, 3, 4, 5].map(start);
  await expect(start(6)).rejects.toMatchObject({ code: "RATE_LIMITED" });
  expect(begun).toEqual([1, 2]);
  ends[0]?.();
  await all[0];
  expect(begun).toEqual([1, 2, 3]);
  for (let n = 1; n < 5; n += 1) {
    ends[n]?.();
    await all[n];
  }
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4, 5]);
});

it("work that fails gives its place away as well", async () => {
  const bounded = turns({ atOnce: 1, waiting: 1 });
  const failing = bounded.take(() => Promise.reject(new Error("no memory")));
  const next = bounded.take(() => Promise.resolve("done"));
  await expect(failing).rejects.toThrow("no memory");
  expect(await next).toBe("done");
});

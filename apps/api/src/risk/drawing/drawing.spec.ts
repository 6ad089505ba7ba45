import { expect, it } from "vitest";
import { draw, type Drawing, type Drawn } from "./draw.ts";
import { openDrawer } from "./drawer.ts";
import { drawnOnce, MOST_WAITING } from "./drawnOnce.ts";

const inputs = { detectMinutes: 5, resolveMinutes: 48, impactPer100k: 75_000, betweenMilliDays: 60_000 };
const asked = (budget: number): Drawing => ({
  risks: [{ id: "a", inputs, days: 100, happened: [] }],
  question: { seed: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", draws: 2_000, daysLeft: 200, soFar: 0, budget },
  whatIf: [{ id: "rarer", after: [["a", { ...inputs, betweenMilliDays: 6_000_000 }]] }],
});

it("draws the years, and each of them again with what would be", () => {
  const { chance, whatIf: [rarer] } = draw(asked(100));
  expect(chance).toBeGreaterThan(0.1);
  expect(rarer?.id).toBe("rarer");
  expect(rarer?.chance).toBeLessThan(chance / 3);
});

it("draws once what many ask, different questions one after the other, and anew what failed", async () => {
  const [begun, waiting]: [number[], (() => void)[]] = [[], []];
  let failing = false;
  const drawn = drawnOnce(async ({ question: { budget } }): Promise<Drawn> => {
    begun.push(budget);
    await new Promise<void>((go) => waiting.push(go));
    if (failing) throw new Error("no room");
    return { chance: budget, mean: 0, low: 0, high: 0, curve: [], whatIf: [] };
  });
  const goOn = async (): Promise<void> => {
    while (waiting.length === 0) await Promise.resolve();
    waiting.shift()?.();
  };
  const answers = [drawn(asked(1)), drawn(asked(2)), drawn(asked(1))];
  await goOn();
  await answers[0];
  expect(begun[0]).toBe(1);
  await goOn();
  expect((await Promise.all(answers)).map(({ chance }) => chance)).toEqual([1, 2, 1]);
  expect(begun).toEqual([1, 2]);
  failing = true;
  const failed = drawn(asked(3));
  await goOn();
  await expect(failed).rejects.toThrow("no room");
  failing = false;
  const again = drawn(asked(3));
  await goOn();
  expect((await again).chance).toBe(3);
  expect((await drawn(asked(2))).chance).toBe(2);
  expect(begun).toEqual([1, 2, 3, 3]);
});

it("keeps the answers of late, and no more", async () => {
  let count = 0;
  const drawn = drawnOnce(({ question: { budget } }) => {
    count++;
    return Promise.resolve({ chance: budget, mean: 0, low: 0, high: 0, curve: [], whatIf: [] });
  });
  for (let budget = 0; budget < 40; budget++) await drawn(asked(budget));
  await drawn(asked(39));
  expect(count).toBe(40);
  await drawn(asked(0));
  expect(count).toBe(41);
});

it("lets so many wait and no more: who asks for the same as others still hears", async () => {
  let go = (): void => undefined;
  const gate = new Promise<void>((open) => (go = open));
  const drawn = drawnOnce(async ({ question: { budget } }) => {
    await gate;
    return { chance: budget, mean: 0, low: 0, high: 0, curve: [], whatIf: [] };
  });
  const answers = Array.from({ length: MOST_WAITING }, (_, budget) => drawn(asked(budget)));
  await expect(drawn(asked(1_000))).rejects.toMatchObject({ code: "RATE_LIMITED" });
  const same = drawn(asked(3));
  go();
  expect(await same).toMatchObject({ chance: 3 });
  await Promise.all(answers);
  expect(await drawn(asked(1_000))).toMatchObject({ chance: 1_000 });
});

it("draws in a thread that can be stopped at any moment: who waits is refused, and the next question starts another one", async () => {
  const drawer = openDrawer();
  expect(await drawer.draw(asked(100))).toEqual(draw(asked(100)));
  const slow = drawer.draw({ ...asked(100), question: { ...asked(100).question, draws: 3_000_000 } });
  const refused = expect(slow).rejects.toThrow("stopping");
  await drawer.stop();
  await refused;
  expect((await drawer.draw(asked(100))).chance).toBe(draw(asked(100)).chance);
  await drawer.stop();
});

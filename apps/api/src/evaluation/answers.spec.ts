import type { Evaluation } from "@ballast/flags";
import { expect, test } from "vitest";
import { answerAll } from "./answers.ts";

interface OneFlag {
  readonly isReady: boolean;
  evaluate(): Evaluation;
}

/** So many flags, each with what it gives. */
function flagsOf(count: number, isReady: boolean): ReadonlyMap<string, OneFlag> {
  const flags = new Map<string, OneFlag>();
  for (let index = 0; index < count; index += 1) {
    const evaluation: Evaluation = {
      variant: "on", value: index, reason: "STATIC", place: "default", error: null, errorCode: null, lacks: null, metadata: {},
    };
    flags.set(`flag-${String(index)}`, { isReady, evaluate: () => evaluation });
  }
  return flags;
}

test("others have a turn after each flag that had to be built, and after some dozens that had not", async () => {
  const turnsFor = async (isReady: boolean): Promise<number> => {
    let turns = 0;
    await answerAll({ flags: flagsOf(100, isReady), context: {}, counting: () => () => undefined }, () => {
      turns += 1;
      return undefined;
    });
    return turns;
  };
  expect([await turnsFor(false), await turnsFor(true)]).toEqual([100, 3]);
});

test("what is evaluated after a turn of others counts among what is counted then: none is lost with what was written down meanwhile", async () => {
  const written: number[] = [];
  let counted = { count: 0 };
  const turn = async (): Promise<void> => {
    written.push(counted.count);
    counted = { count: 0 };
  };
  const counting = () => {
    const here = counted;
    return () => void (here.count += 1);
  };
  const members = await answerAll({ flags: flagsOf(10, false), context: {}, counting }, turn);
  expect([written, counted.count]).toEqual([Array.from({ length: 10 }, () => 1), 0]);
  const answers: unknown = JSON.parse(`[${Buffer.concat(members).toString()}]`);
  expect(answers).toMatchObject([{ key: "flag-0", value: 0 }, ...Array.from({ length: 9 }, () => ({}))]);
});

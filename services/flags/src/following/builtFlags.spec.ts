import { expect, test } from "vitest";
import { aRule, flagWith, shareOf, where, worldOf } from "../specification/world.ts";
import { BuiltFlags } from "./builtFlags.ts";
import { ServedFlag } from "./servedFlag.ts";

const served = (built: BuiltFlags, rules: number): ServedFlag =>
  new ServedFlag(
    flagWith({
      rules: Array.from({ length: rules }, (_, index) => aRule([where("plan", "is", "gold")], "on", `rule-${String(index)}`)),
      rollout: shareOf(100_000),
    }),
    { world: worldOf(), built },
  );
const ann = { targetingKey: "ann" };

test("what was not asked for longest is let go when there is no room, and gives the same when it is asked again", () => {
  const built = new BuiltFlags(10);
  const flags = [served(built, 3), served(built, 3), served(built, 3)];
  const [one, two, three] = flags;
  one?.prepare();
  two?.prepare();
  one?.evaluate(ann);
  three?.prepare();
  expect(flags.map((flag) => flag.isReady)).toEqual([true, false, true]);
  expect(two?.evaluate(ann)).toMatchObject({ variant: "on", place: "share" });
  expect(flags.filter((flag) => flag.isReady)).toHaveLength(2);
});

test("one that is larger than all the room is built by itself; what was replaced leaves its room", () => {
  const built = new BuiltFlags(10);
  const [small, large, another] = [served(built, 3), served(built, 30), served(built, 3)];
  small.prepare();
  large.prepare();
  expect([small.isReady, large.isReady]).toEqual([false, true]);
  large.replaced();
  another.prepare();
  small.prepare();
  expect([small.isReady, another.isReady]).toEqual([true, true]);
});

import type { ServedFlag } from "@ballast/flags";
import { expect, it } from "vitest";
import { configurationOf } from "./configuration.ts";

type Writing = Pick<ServedFlag, "flagd">;

/** A flag that takes so long to be written, ms. */
const slow = (takesMs: number, written: () => void): Writing => ({
  flagd() {
    written();
    for (const until = performance.now() + takesMs; performance.now() < until; );
    return { state: "ENABLED", variants: { on: true }, defaultVariant: "on" };
  },
});

const environmentOf = (flags: readonly Writing[], position = "7") =>
  ({ position, flags: new Map(flags.map((flag, index) => [`flag-${String(index)}`, flag])) });

it("what takes long is written in pieces, once for whoever asks meanwhile, and others have their turn", async () => {
  let writes = 0;
  const flags = Array.from({ length: 6 }, () => slow(10, () => (writes += 1)));
  const environment = environmentOf(flags);
  let turns = 0;
  const turn = (): void => {
    turns += 1;
    if (writes < flags.length) setImmediate(turn);
  };
  setImmediate(turn);
  const [text, again] = await Promise.all([configurationOf(environment, "production"), configurationOf(environment, "production")]);
  expect([text === again, writes, turns > 1]).toEqual([true, 6, true]);
  const told = JSON.parse(text) as { flags: object; metadata: object };
  expect([Object.keys(told.flags).length, told.metadata]).toEqual([6, { flagSetId: "production", position: "7" }]);
  // What has not changed is not written anew, and is there at once.
  const next = configurationOf(environmentOf(flags, "8"), "production");
  expect([typeof next, writes, configurationOf(environment, "production")]).toEqual(["string", 6, text]);
});

it("an environment of which nothing is known has no flags, and one that cannot be written is tried again", async () => {
  expect(configurationOf(undefined, "nowhere")).toBe('{"flags":{},"metadata":{"flagSetId":"nowhere","position":"0"}}');
  let tried = 0;
  const broken: Writing = {
    flagd() {
      tried += 1;
      if (tried === 1) throw new Error("no room");
      return { state: "ENABLED", variants: {}, defaultVariant: "on" };
    },
  };
  const environment = environmentOf([slow(20, () => undefined), broken]);
  await expect(configurationOf(environment, "production")).rejects.toThrow("no room");
  expect(await configurationOf(environment, "production")).toContain("flag-1");
});

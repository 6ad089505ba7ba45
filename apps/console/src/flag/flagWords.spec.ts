import { expect, it } from "vitest";
import { changeWords, flagName, flagSentence, setTo, settingWords } from "./flagWords.ts";

it("says a setting as people would", () => {
  expect(
    [true, false, null, 5, "blue", ["web"], { default: true, stage: "Beta", platforms: ["web"] }].map(settingWords),
  ).toEqual(["on", "off", "null", "5", "blue", "[\"web\"]", "default true, stage Beta, platforms [\"web\"]"]);
  expect([setTo({ present: true, state: false }), setTo({ present: false, state: null })]).toEqual(["off", "removed"]);
});

it("says what a change did", () => {
  const change = { change: "rollout", field: "percent", from: 5, to: 25 };
  expect(changeWords(change)).toBe("percent: 5 → 25");
  expect(changeWords({ ...change, field: null })).toBe("rollout: 5 → 25");
  expect(
    changeWords({
      change: "stage", field: null, from: { stage: "Alpha", default: false }, to: { stage: "Beta", default: false, locked: true },
    }),
  ).toBe("stage: stage Alpha → Beta, locked none → true");
  expect(changeWords({ change: "added", field: null, from: null, to: true })).toBe("added: on");
  expect(changeWords({ change: "removed", field: null, from: { default: true }, to: null })).toBe("removed; it was default true");
  expect(changeWords({ change: "removed", field: null, from: null, to: null })).toBe("removed");
});

it("names a flag with the environment it is set for, and says who holds it", () => {
  expect([
    flagName({ name: "pay", environment: null }), flagName({ name: "pay", environment: "production" }),
  ]).toEqual(["pay", "pay@production"]);
  expect(flagSentence({ present: false, state: null, changes: [] })).toMatch(
    /^It was removed; no changes are known\. Another system holds it/u,
  );
});

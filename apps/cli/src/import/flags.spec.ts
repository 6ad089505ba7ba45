import { expect, it } from "vitest";
import { mapFlagChange } from "./flags.ts";

const whole = {
  time: "2021-03-24T12:02:11-04:00", flag: "Study#2", change: "rollout", field: "experiments", from: { Enabled: 50 }, to: { Enabled: 100 },
  who: "dev", commit: "bfb8e56a", subject: "Merge", seq: 7,
};

it("keeps what a source says of a change, its time with the offset", () => {
  expect(mapFlagChange(whole, 3)).toEqual({
    problems: [],
    record: {
      key: "Study#2", environment: null, seq: 7, at: "2021-03-24T12:02:11-04:00", change: "rollout", field: "experiments",
      from: { Enabled: 50 }, to: { Enabled: 100 }, who: "dev", commit: "bfb8e56a", release: null, note: "Merge",
    },
  });
});

it("takes one that has no author, commit or number: its place in the file numbers it", () => {
  expect(
    mapFlagChange(
      {
        time: "2017-10-16T06:53:47+00:00", release: "v1.8.0", flag: "Gate", environment: "production", change: "removed", from: false,
        to: null,
      },
      12,
    ).record,
  ).toMatchObject({ seq: 12, environment: "production", release: "v1.8.0", who: null, commit: null, from: false, to: null, note: "" });
});

it.each([
  ["no object", "removed", "a change of a flag was expected, not \"removed\""],
  ["nothing of it", {}, "missing: flag, time, change"],
  ["a time without a zone", { ...whole, time: "2021-03-24T12:02:11" }, "time has no time zone: \"2021-03-24T12:02:11\""],
  ["a number that is none", { ...whole, seq: "seven" }, "seq: Invalid input: expected number, received string"],
])("says why it cannot use %s", (_, given, why) => {
  expect(mapFlagChange(given, 0)).toEqual({ record: null, problems: [why] });
});

it("refuses a value of a thousand brackets rather than following it", () => {
  const deep: unknown = JSON.parse(`${"[".repeat(5_000)}${"]".repeat(5_000)}`);
  expect(mapFlagChange({ ...whole, to: deep }, 0).problems).toEqual(["to: it is nested more than 32 levels deep"]);
});

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const sources = execFileSync(
  "git",
  ["ls-files", "--cached", "--others", "--exclude-standard", "schema/src", "services", "workflows/src", "apps"],
  {
    cwd: root, encoding: "utf8",
  },
)
  .split("\n")
  .filter((file) => /\.tsx?$/.test(file) && !/\.spec\.tsx?$/.test(file) && !/\/(generated|simulation|eventstore)\//.test(file));

/** Where a number is made ready for people and its unit written behind it, by hand. */
const byHand =
  /(?:\$\{|\{)[^{}`]*(?:toFixed|Math\.(?:round|floor|ceil)|\/ ?(?:1_?000|60_?000|3_?600_?000|86_?400_?000))[^{}`]*\} (?:%|ms|s|min|h|d)(?!\w)/;

const allowed: Readonly<Record<string, string>> = {
  "schema/src/words.ts": "the words themselves",
  "schema/src/badMinutes.ts": "minutes of a year, which stay minutes: they are summed",
  "apps/console/src/data/words.ts": "latencies, which keep their milliseconds, and lengths of years, in days",
  "apps/console/src/data/spans.ts": "what a field shows is what it takes",
  "services/domain/src/judgement/latency.ts": "a latency beside a limit in milliseconds",
};

test("a length and a share are said by the words that all say them by", () => {
  const found = sources.flatMap((file) =>
    file in allowed
      ? []
      : readFileSync(join(root, file), "utf8")
          .split("\n")
          .flatMap((line, index) => (byHand.test(line) ? [`${file}:${String(index + 1)} ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});

test("what is said by hand is noticed", () => {
  const lines = [
    "`${(ms / 1000).toFixed(1)} s`",
    "`${Math.round(100 * chance)} %`",
    "`no answer within ${String(limitMs / 1_000)} s`",
    "<b>{figure(parts / 1_000)} %</b>",
  ];
  expect(lines.filter((line) => !byHand.test(line))).toEqual([]);
  expect(['style={{ left: `${(at * 100).toFixed(2)}%` }}', "`${duration(ms)} ago`"].filter((line) => byHand.test(line))).toEqual([]);
});

import { expect, test } from "vitest";
import type { PartSpec } from "./part.ts";
import { createProgress } from "./progress.ts";

const part: PartSpec = {
  name: "api",
  title: "API and console",
  address: "http://127.0.0.1:4000",
  program: "node",
  args: [],
  env: {},
  readyWithinMs: 1_000,
};

function shown(isTerminal: boolean): { text: () => string; progress: ReturnType<typeof createProgress> } {
  let text = "";
  let clock = 0;
  const progress = createProgress({ isTerminal, write: (more) => { text += more; } }, () => (clock += 1_500));
  return { text: () => text, progress };
}

test("in a log every finished step is one plain line", () => {
  const { text, progress } = shown(false);
  progress.part({ kind: "starting", part });
  progress.part({ kind: "ready", part, tookMs: 1_500, again: false });
  progress.begin("Temporal program");
  progress.note("getting 1.9.1 from the vendor's download");
  progress.done("Temporal program");
  expect(text()).toBe(
    [
      "  ✓ API and console     1.5 s  http://127.0.0.1:4000",
      "    Temporal program: getting 1.9.1 from the vendor's download",
      "  ✓ Temporal program    1.5 s",
      "",
    ].join("\n"),
  );
});

test("on a terminal an unfinished step stands there until it is done", () => {
  const { text, progress } = shown(true);
  progress.begin("Build");
  expect(text()).toContain("…");
  progress.done("Build");
  const last = text().split("\r").at(-1);
  expect(last).toContain("✓");
  expect(last).toMatch(/Build +1\.5 s/);
});

test("a part's end and return are told with what happens next", () => {
  const { text, progress } = shown(false);
  progress.part({ kind: "ended", part, ending: { code: null, signal: "SIGKILL", lastLines: [] }, restartInMs: 500 });
  progress.part({ kind: "ready", part, tookMs: 700, again: true });
  expect(text()).toBe(
    "  ! API and console was killed (SIGKILL); starting again in 0.5 s (log: api.log)\n  ✓ API and console is back after 0.7 s\n",
  );
});

test("steps that go on beside each other are all named until they are done, each with its own time", () => {
  const { text, progress } = shown(true);
  const worker: PartSpec = { ...part, name: "worker", title: "Worker" };
  progress.part({ kind: "starting", part });
  progress.part({ kind: "starting", part: worker });
  expect(text().split("\r").at(-1)).toContain("API and console, Worker");
  progress.part({ kind: "ready", part, tookMs: 3_000, again: false });
  expect(text().split("\r").at(-2)).toMatch(/✓.* API and console +3 s/);
  expect(text().split("\r").at(-1)).toMatch(/… *\u001b\[0m Worker/);
});

test("a step that came to nothing is no longer at hand", () => {
  const { text, progress } = shown(true);
  progress.begin("Demonstration");
  progress.failed("Demonstration", "  ! Demonstration could not be prepared");
  progress.line("  Console");
  expect(text().split("\n").slice(-2)).toEqual(["  Console", ""]);
});

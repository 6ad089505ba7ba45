import { afterEach, beforeEach, expect, test } from "vitest";
import { watchEndings } from "./endings.ts";

let clock: number;
let told: string[];
let unwatch: () => void;

beforeEach(() => {
  clock = 0;
  told = [];
  unwatch = watchEndings({ onEnd: (reason) => { told.push(reason); }, onInsist: () => { told.push("insist"); } }, () => clock);
});

afterEach(() => { unwatch(); });

test("a Ctrl C that comes twice within a second is one", () => {
  process.emit("SIGINT", "SIGINT");
  clock = 900;
  process.emit("SIGINT", "SIGINT");
  expect(told).toEqual(["SIGINT"]);
});

test("a Ctrl C after more than a second insists", () => {
  process.emit("SIGINT", "SIGINT");
  clock = 1_100;
  process.emit("SIGINT", "SIGINT");
  expect(told).toEqual(["SIGINT", "insist"]);
});

test("SIGTERM never insists", () => {
  process.emit("SIGTERM", "SIGTERM");
  clock = 5_000;
  process.emit("SIGTERM", "SIGTERM");
  expect(told).toEqual(["SIGTERM"]);
});

import { beforeEach, expect, it, vi } from "vitest";
import { telling, whileAlive } from "./heartbeat.ts";

const engine = vi.hoisted(() => ({ context: null as unknown }));
vi.mock("@temporalio/activity", () => ({ Context: { current: () => engine.context } }));

/** What the engine has of an activity's last heartbeat; the next try is given it. */
let details: unknown;
const nextTry = (): void => {
  const before = details;
  engine.context = {
    cancellationSignal: new AbortController().signal, info: { heartbeatDetails: before },
    heartbeat: (said?: unknown) => void (details = said),
  };
};
beforeEach(() => void (details = undefined));

it("is gone on with by the next try, however many tries there are, and whoever beats in between", async () => {
  const seen: (readonly string[])[] = [];
  for (const key of ["ann", "ben", "cleo"]) {
    nextTry();
    await expect(whileAlive(() => telling(async (told) => {
      seen.push([...told.done]);
      await whileAlive(() => undefined);
      told.note(key);
      await whileAlive(() => undefined);
      throw new Error("its time was up");
    }))).rejects.toThrow("its time was up");
  }
  expect(seen).toEqual([[], ["ann"], ["ann", "ben"]]);
  expect(details).toEqual(["ann", "ben", "cleo"]);
});

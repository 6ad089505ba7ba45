import type { WatcherEvent } from "@ballast/schema";
import { expect, it } from "vitest";
import { given } from "../specification.ts";
import { watcherDecider } from "./index.ts";

const watcherId = "00000000-0000-4000-8000-000000000001";
const at = (clock: string): string => `2026-03-01T${clock}:00.000Z`;
const asked = (clock: string, toldAt: string | null, why = ""): WatcherEvent =>
  ({ type: "WatcherAsked", data: { watcherId, at: at(clock), toldAt: toldAt === null ? null : at(toldAt), why } });

it("a watcher outside was told when any server told it last", () => {
  const { data } = asked("10:00", null);
  given(watcherDecider, [asked("10:00", null)]).when({ type: "AskWatcher", ...data }).then([asked("10:00", null)]);
  expect(given(watcherDecider, [asked("10:00", null), asked("10:01", "10:00"), asked("10:02", null, "it answered 500")]).state).toEqual({
    status: "asked", at: at("10:02"), toldAt: at("10:00"), why: "it answered 500",
  });
  expect(given(watcherDecider, [asked("10:02", "10:01"), asked("10:02", "10:00")]).state).toMatchObject({ toldAt: at("10:01") });
});

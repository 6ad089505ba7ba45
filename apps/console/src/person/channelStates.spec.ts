import { expect, it } from "vitest";
import { channelStateOf } from "./channelStates.ts";
import type { ChannelState } from "./myPaging.ts";

const now = Date.parse("2026-11-30T10:00:00Z");
const at = (daysAgo: number): string => new Date(now - daysAgo * 86_400_000).toISOString();
const never: ChannelState = { channel: "sms", verifiedAt: null, verified: false, lastTest: null };
const test = (outcome: "asked" | "sent" | "refused" | "answered", daysAgo: number, reason: string | null = null) =>
  ({ askedAt: at(daysAgo), outcome, reason });

it("says of a channel what the last test page and its answer say, the newer of them", () => {
  const said = (state: Partial<ChannelState>) => channelStateOf({ ...never, ...state }, now);
  expect(said({})).toEqual({ tone: "attention", words: "never tried" });
  expect(said({ lastTest: test("asked", 0) })).toEqual({ tone: "info", words: "a test page is on its way" });
  expect(said({ lastTest: test("sent", 1) }).words).toBe("a test page of 1 d ago is not answered yet");
  expect(said({ lastTest: test("refused", 1, "no such number") })).toEqual({
    tone: "bad", words: "the test page did not go out: no such number",
  });
  const verified = { verifiedAt: at(3), verified: true };
  expect(said({ ...verified, lastTest: test("answered", 4) })).toEqual({ tone: "good", words: "verified 3 d ago" });
  expect(said({ ...verified, lastTest: test("refused", 1) })).toMatchObject({ tone: "bad" });
  expect(said({ verifiedAt: at(91), verified: false, lastTest: test("answered", 92) })).toMatchObject({ tone: "attention" });
});

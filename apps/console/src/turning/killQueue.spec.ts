import { afterEach, expect, it } from "vitest";
import { ApiError, clientError } from "../api/errors.ts";
import { dropKill, isUnanswered, queuedKills, queueKill, rereadKills, sendUntilAnswered } from "./killQueue.ts";
import type { QueuedKill } from "./killQueue.ts";

const kill: QueuedKill = {
  flag: "one-page-pay", environment: "production", key: "k-1", pressedAt: 1_000, reason: null, incidentId: "INC", tries: 0,
};
const live = new AbortController().signal;
const offline = clientError("OFFLINE", "Ballast did not answer.", "");

afterEach(() => { for (const { key } of queuedKills()) dropKill(key); });

it("is pressed once, however often it is pressed while it waits, and outlives what is in memory", () => {
  queueKill(kill);
  queueKill({ ...kill, key: "k-2", pressedAt: 2_000 });
  queueKill({ ...kill, environment: "staging", key: "k-3" });
  rereadKills();
  expect(queuedKills().map(({ key }) => key)).toEqual(["k-1", "k-3"]);
});

it("goes on being sent under one key until somebody answers, and says how often nobody did", async () => {
  const sent: string[] = [];
  const tries: number[] = [];
  queueKill(kill);
  const send = ({ key }: QueuedKill): Promise<void> => {
    sent.push(key);
    return sent.length < 3 ? Promise.reject(offline) : Promise.resolve();
  };
  const pause = (): Promise<void> => Promise.resolve(void tries.push(queuedKills()[0]?.tries ?? 0));
  expect(await sendUntilAnswered(kill, { send, pause, signal: live })).toBe(true);
  expect([sent, tries, queuedKills()]).toEqual([["k-1", "k-1", "k-1"], [1, 2], []]);
});

it("is over when it is refused: nobody sends it again", async () => {
  queueKill(kill);
  const refusal = new ApiError([{ code: "NOT_ALLOWED", message: "not yours", path: "", fix: null }]);
  const sending = sendUntilAnswered(kill, { send: () => Promise.reject(refusal), pause: () => Promise.resolve(), signal: live });
  await expect(sending).rejects.toBe(refusal);
  expect(queuedKills()).toEqual([]);
});

it("stays queued when the page goes", async () => {
  queueKill(kill);
  const gone = new AbortController();
  const pause = (): Promise<void> => Promise.resolve(gone.abort());
  expect(await sendUntilAnswered(kill, { send: () => Promise.reject(offline), pause, signal: gone.signal })).toBe(false);
  expect(queuedKills()).toMatchObject([{ key: "k-1", tries: 1 }]);
});

it.each([
  ["OFFLINE", true],
  ["TIMEOUT", true],
  ["HTTP_503", true],
  ["HTTP_401", true],
  ["NOT_ALLOWED", false],
  ["NOT_FOUND", false],
  ["INTERNAL", false],
])("with %s: unanswered %s", (code, unanswered) => expect(isUnanswered(clientError(code, "", ""))).toBe(unanswered));

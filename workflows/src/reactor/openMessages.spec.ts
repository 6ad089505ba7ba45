import { ids, type RecordedEvent } from "@ballast/eventlog";
import { expect, it } from "vitest";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { WorkerWorld } from "../specification/worker.ts";
import { doFor } from "./byEvent.ts";
import { bring, openMessages, type Messages } from "./openMessages.ts";
import type { Reaction } from "./slice.ts";

const [incidentId, reviewId] = [ids.incident("one"), ids.part("review", "one")];
const messages: Messages = {
  ReviewPublished: ({ event: { data: { told } }, eventId }) =>
    (told.length === 0 ? null : { workflowId: `told/${eventId}`, workflow: "tellOfReview", input: { told } }),
};
const minute = 60_000;

/** A publication that was recorded when the epoch began, told to so many. */
function published(told: readonly string[]): RecordedEvent {
  return {
    event: { type: "ReviewPublished", data: { reviewId, visibility: "internal", told: [...told], note: "" } },
    id: reviewId, position: "1", stream: `review-${reviewId}`, category: "review", eventId: ids.part("event", "one"), revision: 0n,
    metadata: {
      schemaVersion: 1, actor: { personId: null, name: "Test", means: "system" }, occurredAt: new Date(0).toISOString(),
      recordedAt: new Date(0).toISOString(), commandId: ids.part("command", "one"), $correlationId: incidentId, $causationId: incidentId,
    },
  };
}

function aWorker() {
  const engine = new FakeEngine();
  const world = new WorkerWorld();
  const reaction: Reaction = {
    log: world.parts.log, temporal: engine.asClient(), flags: world.parts.flags, now: () => new Date(world.now),
    policy: {} as Reaction["policy"],
  };
  const open = openMessages(messages);
  const react = async (recorded: RecordedEvent): Promise<void> => {
    doFor(open.notes, recorded);
    await doFor(bring(messages), recorded, reaction);
  };
  return { engine, open, react, look: (id: string) => open.look(reaction, id) };
}

it("a message is begun by its event, once, and not where nobody is to hear of it", async () => {
  const { engine, open, react } = aWorker();
  await react(published([]));
  expect([engine.started, open.candidates(6 * minute)]).toEqual([[], []]);
  for (const _ of [1, 2]) await react(published(["ana"]));
  expect(engine.started).toMatchObject([{ name: "tellOfReview", input: { told: ["ana"] } }]);
});

it("one whose run is lost is brought by another; one that runs, or has come to its end, is left alone", async () => {
  const { engine, open, react, look } = aWorker();
  await react(published(["ana"]));
  const [id = ""] = open.candidates(6 * minute);
  expect([open.candidates(minute), await look(id)]).toEqual([[], null]);
  engine.runs.set(id, "FAILED");
  expect([await look(id), engine.started.length]).toEqual(["its run failed", 2]);
  engine.runs.clear();
  expect([await look(id), engine.started.length]).toEqual(["the workflow engine knows nothing of its run", 3]);
  engine.runs.set(id, "COMPLETED");
  expect([await look(id), open.candidates(7 * minute), engine.started.length]).toEqual([null, [], 3]);
});

it("what is old is not brought again: the engine has forgotten what it ended", async () => {
  const { open, react } = aWorker();
  await react(published(["ana"]));
  expect(open.candidates(13 * 60 * minute)).toEqual([]);
});

import { incidentDecider, personDecider } from "@ballast/domain";
import { reviewDecider, type ReviewCommand } from "@ballast/domain/review";
import { foldRecord, handle, idOf, ids, type Handling } from "@ballast/eventlog";
import type { BallastEvent } from "@ballast/schema";
import { workflowIds } from "@ballast/schema/workflows";
import { beforeEach, describe, expect, it } from "vitest";
import { doFor } from "../reactor/byEvent.ts";
import type { Reaction } from "../reactor/slice.ts";
import { firstTry } from "../specification/firstTry.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { WorkerWorld } from "../specification/worker.ts";
import { tellOfPublication } from "./review.activities.ts";
import { reviewSlice } from "./slice.ts";

const [incidentId, ana, lea] = [ids.incident("x"), ids.person("ana"), ids.person("lea")];
const reviewId = idOf(reviewDecider, incidentId);
const resolved = "2026-03-02T12:00:00.000Z";

let world: WorkerWorld;
let engine: FakeEngine;
let heard = 0;
beforeEach(async () => {
  [world, engine, heard] = [new WorkerWorld(), new FakeEngine(), 0];
  world.now = Date.parse(resolved);
  await tell(incidentDecider, incidentId, {
    type: "DeclareIncident", now: resolved, incidentId, number: 7, title: "Checkout fails", summary: "", severity: 1, publicImpact: "none",
    serviceIds: [], components: [], impactStartAt: resolved, drill: false, private: false, declaredAutomatically: false,
  });
  await tell(incidentDecider, incidentId, { type: "TakeRole", now: resolved, incidentId, role: "commander", personId: ana });
  await tell(incidentDecider, incidentId, { type: "ChangeState", now: resolved, incidentId, to: "resolved", reason: "" });
});

async function tell<State, Command, Event extends BallastEvent>(
  aggregate: Handling<State, Command, Event>["aggregate"],
  id: string,
  command: Command,
): Promise<void> {
  await handle(world.parts.log, {
    aggregate, id, command,
    context: {
      commandId: crypto.randomUUID(), actor: { personId: ana, name: "Ana", means: "console" }, now: world.at(), correlationId: "spec",
      causationId: "spec",
    },
  });
}
/** The reactor hears of everything that is new, twice. */
async function react(): Promise<void> {
  const reaction: Reaction = {
    log: world.parts.log, temporal: engine.asClient(), flags: { changedFor: () => Promise.resolve([]) }, now: () => new Date(world.now),
    policy: {} as Reaction["policy"],
  };
  while (heard < world.memory.events.length) {
    const recorded = world.memory.events[heard];
    heard += 1;
    if (recorded === undefined) continue;
    for (let time = 0; time < 2; time += 1) await doFor(reviewSlice.reactions, recorded, reaction);
  }
}
const review = () => foldRecord(world.parts.log, reviewDecider, reviewId);
const reviewed = async () => {
  const incident = await foldRecord(world.parts.log, incidentDecider, incidentId);
  return incident.status === "absent" ? null : incident.review;
};
const onReview = (command: ReviewCommand) => tell(reviewDecider, reviewId, command);
const due = (dueAt: string) => tell(incidentDecider, incidentId, { type: "MarkReviewDue", now: resolved, incidentId, dueAt });

describe("the review of an incident", () => {
  it("is opened when it falls due, led by whoever commanded, and its day moves with the incident's", async () => {
    await due("2026-03-05T12:00:00.000Z");
    await react();
    expect(await review()).toMatchObject({ status: "preparing", dueAt: "2026-03-05T12:00:00.000Z", facilitatorId: ana });
    await due("2026-03-06T12:00:00.000Z");
    await react();
    expect(await review()).toMatchObject({ dueAt: "2026-03-06T12:00:00.000Z" });
    expect(world.memory.events.filter(({ event }) => event.type === "IncidentReviewOpened")).toHaveLength(1);
  });

  it("is held, or skipped, where the incident says so; without a record of it nothing is made", async () => {
    await tell(incidentDecider, incidentId, { type: "HoldReview", now: resolved, incidentId, heldAt: resolved, notes: "on paper" });
    await react();
    expect(await review()).toEqual({ status: "absent" });
    await due("2026-03-05T12:00:00.000Z");
    await onReview({
      type: "OpenIncidentReview", now: resolved, reviewId, incidentId, dueAt: null, facilitatorId: null,
      agenda: [{ subject: "timeline", title: "Timeline", minutes: 1 }],
    });
    await tell(incidentDecider, incidentId, { type: "HoldReview", now: resolved, incidentId, heldAt: resolved, notes: "on paper, again" });
    await react();
    expect(await review()).toMatchObject({ status: "held", heldAt: resolved });
  });

  it("that was closed is the incident's, whoever died on the way", async () => {
    await due("2026-03-05T12:00:00.000Z");
    await react();
    await onReview({ type: "CloseReview", now: resolved, reviewId, heldAt: resolved, actions: [] });
    expect(await reviewed()).toMatchObject({ status: "due" });
    await react();
    expect(await reviewed()).toMatchObject({ status: "held", heldAt: resolved });
  });

  it("tells who is named with its publication, once each; nobody where that was taken back", async () => {
    await tell(personDecider, lea, {
      type: "JoinPerson", now: resolved, personId: lea, login: "lea", name: "Lea", roles: ["viewer"], timeZone: "UTC",
      contacts: { email: "lea@example.test", chatWebhookUrl: null },
    });
    await due("2026-03-05T12:00:00.000Z");
    await react();
    await onReview({ type: "CloseReview", now: resolved, reviewId, heldAt: resolved, actions: [] });
    const note = "Read the second factor.";
    await onReview({ type: "PublishReview", now: resolved, reviewId, visibility: "internal", told: [lea], note });
    await react();
    const published = world.memory.events.find(({ event }) => event.type === "ReviewPublished");
    expect(engine.started.map(({ workflowId }) => workflowId)).toEqual([workflowIds.published(published?.eventId ?? "")]);
    const input = {
      reviewId, told: [lea, ids.person("gone")], note, requestEventId: published?.eventId ?? "", correlationId: "spec",
      actor: { personId: ana, name: "Ana", means: "console" },
    } as const;
    await tellOfPublication(world.parts, input, firstTry());
    expect(world.sent).toMatchObject([
      { to: "lea@example.test", subject: "Review of INC-7, Checkout fails", text: expect.stringContaining("Read the second factor.") },
    ]);
    await onReview({ type: "WithdrawReview", now: resolved, reviewId, reason: "a name in it" });
    await tellOfPublication(world.parts, input, firstTry());
    expect(world.sent).toHaveLength(1);
  });
});

import type { IncidentEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { ana, at, ben, declared, historyTo, id, incidentId, now } from "./exampleIncident.ts";
import { incidentDecider } from "./incidentDecider.ts";
import { takesPart } from "./people.ts";

const [taskId, actionId, linkId] = [id(50), id(51), id(52)] as const;
const text = "Restart the gateway";
const add = { type: "AddTask", now, incidentId, taskId, text, ownerId: ana } as const;
const added: IncidentEvent = { type: "TaskAdded", data: { incidentId, taskId, text, ownerId: ana } };
const done: IncidentEvent = { type: "TaskDone", data: { incidentId, taskId, text } };
const dropped: IncidentEvent = { type: "TaskDropped", data: { incidentId, taskId, text, reason: "no need" } };
const reopened: IncidentEvent = { type: "TaskReopened", data: { incidentId, taskId, text } };
const carried: IncidentEvent = { type: "TaskCarriedOn", data: { incidentId, taskId, text, actionId } };
const end = (why: string | null) => ({ type: "EndTask", now, incidentId, taskId, dropped: why }) as const;
const reopen = { type: "ReopenTask", now, incidentId, taskId } as const;
const carry = { type: "CarryTaskOn", now, incidentId, taskId, actionId } as const;
const give = (ownerId: string | null) => ({ type: "GiveTask", now, incidentId, taskId, ownerId }) as const;

describe("a task of an incident", () => {
  it("is added once, also after the end, and to nothing that counts nowhere", () => {
    given(incidentDecider, [declared]).when(add).then([added]);
    given(incidentDecider, [declared, added]).when(add).then([]);
    given(incidentDecider, [declared, added]).when({ ...add, text: "Another one" }).thenRejected("ALREADY_EXISTS");
    given(incidentDecider, historyTo.closed).when(add).then([added]);
    given(incidentDecider, historyTo.merged).when(add).thenRejected("INCIDENT_ENDED");
  });

  it("is one of a hundred at most that are open", () => {
    const many = Array.from({ length: 100 }, (_, n): IncidentEvent =>
      ({ type: "TaskAdded", data: { incidentId, taskId: id(1000 + n), text: `Task ${String(n)}`, ownerId: null } }));
    given(incidentDecider, [declared, ...many]).when(add).thenRejected("TOO_LARGE");
    const one: IncidentEvent = { type: "TaskDone", data: { incidentId, taskId: id(1000), text: "Task 0" } };
    given(incidentDecider, [declared, ...many, one]).when(add).then([added]);
  });

  it("is given on while it is open, done, dropped with a reason, and opened again", () => {
    given(incidentDecider, [declared, added]).when(give(ben))
      .then([{ type: "TaskGiven", data: { incidentId, taskId, text, ownerId: ben } }]);
    given(incidentDecider, [declared, added]).when(give(ana)).then([]);
    given(incidentDecider, [declared, added, done]).when(give(null)).thenRejected("TRANSITION_NOT_ALLOWED", { message: "is done" });
    given(incidentDecider, [declared, added]).when(end(null)).then([done]);
    given(incidentDecider, [declared, added, done]).when(end(null)).then([]);
    given(incidentDecider, [declared, added, done]).when(end("no need")).thenRejected("TRANSITION_NOT_ALLOWED");
    given(incidentDecider, [declared, added]).when(end("no need")).then([dropped]);
    given(incidentDecider, [declared, added, dropped]).when(reopen).then([reopened]);
    given(incidentDecider, [declared, added, dropped, reopened]).when(end(null)).then([done]);
    given(incidentDecider, [declared]).when(end(null)).thenRejected("NOT_FOUND", { path: ["taskId"] });
  });

  it("becomes an action item once the incident is over, by one press", () => {
    given(incidentDecider, [declared, added]).when(carry).thenRejected("TRANSITION_NOT_ALLOWED", { message: "once it is over" });
    given(incidentDecider, [...historyTo.resolved, added]).when(carry).then([carried]);
    given(incidentDecider, [...historyTo.resolved, added, carried]).when(carry).then([]);
    given(incidentDecider, [...historyTo.resolved, added, carried]).when(reopen)
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "action item" });
    given(incidentDecider, [...historyTo.resolved, added, done]).when(carry).thenRejected("TRANSITION_NOT_ALLOWED");
  });

  it("makes whose it is one who takes part, as long as it is theirs", () => {
    const parts = (events: readonly IncidentEvent[], who: string): boolean => {
      const { state } = given(incidentDecider, events);
      return state.status === "declared" && takesPart(state, who);
    };
    expect([parts([declared], ana), parts([declared, added], ana), parts([declared, added], ben)]).toEqual([false, true, false]);
    const other: IncidentEvent = { type: "TaskGiven", data: { incidentId, taskId, text, ownerId: ben } };
    expect([parts([declared, added, other], ana), parts([declared, added, other], ben)]).toEqual([false, true]);
    expect(parts([declared, { type: "TypeRoleTaken", data: { incidentId, role: "liaison", personId: ben } }], ben)).toBe(true);
  });
});

describe("a way in", () => {
  const commanded: IncidentEvent = { type: "RoleTaken", data: { incidentId, role: "commander", personId: ana } };
  const issue = { type: "IssueJoinLink", now, incidentId, linkId, note: "the vendor", expiresAt: at("14:00"), by: ana } as const;
  const issued: IncidentEvent = { type: "JoinLinkIssued", data: { incidentId, linkId, note: "the vendor", expiresAt: at("14:00") } };
  const revoked: IncidentEvent = { type: "JoinLinkRevoked", data: { incidentId, linkId, reason: "they are done" } };
  const join = { type: "JoinByLink", now, incidentId, linkId, personId: ben } as const;
  const used: readonly IncidentEvent[] = [
    { type: "JoinLinkUsed", data: { incidentId, linkId, personId: ben } },
    { type: "RoleTaken", data: { incidentId, role: "responder", personId: ben } },
  ];
  const open = [declared, commanded, issued] as const;

  it("is made by who commands, for three days at most", () => {
    given(incidentDecider, [declared, commanded]).when(issue).then([issued]);
    given(incidentDecider, open).when(issue).then([]);
    given(incidentDecider, [declared]).when(issue).thenRejected("NOT_ALLOWED");
    given(incidentDecider, [declared, commanded]).when({ ...issue, by: ben }).thenRejected("NOT_ALLOWED");
    given(incidentDecider, [declared, commanded]).when({ ...issue, expiresAt: "2026-03-05T10:00:00Z" }).thenRejected("INVALID_INPUT");
    given(incidentDecider, [declared, commanded]).when({ ...issue, expiresAt: now }).thenRejected("INVALID_INPUT");
    given(incidentDecider, historyTo.closed).when(issue).thenRejected("INCIDENT_ENDED");
  });

  it("lets in whoever has it, once, until it ends or is revoked", () => {
    given(incidentDecider, open).when(join).then(used);
    given(incidentDecider, [...open, ...used]).when(join).then([]);
    given(incidentDecider, open).when({ ...join, now: at("14:00") }).thenRejected("NOT_FOUND");
    given(incidentDecider, open).when({ type: "RevokeJoinLink", now, incidentId, linkId, reason: "they are done" }).then([revoked]);
    given(incidentDecider, [...open, revoked]).when({ type: "RevokeJoinLink", now, incidentId, linkId, reason: "again" }).then([]);
    given(incidentDecider, [...open, revoked]).when(join).thenRejected("NOT_FOUND");
    given(incidentDecider, [declared]).when(join).thenRejected("NOT_FOUND");
    given(incidentDecider, [...historyTo.merged, issued]).when(join).thenRejected("INCIDENT_ENDED");
  });
});

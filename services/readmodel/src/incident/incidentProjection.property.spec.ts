import { find, incidentDecider, valuesOf } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { incidentRole, incidentState, milestone, type DataOf } from "@ballast/schema";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { incidentProjection } from "./incidentProjection.ts";

type IncidentCommand = Parameters<typeof incidentDecider.decide>[0];

const incidentId = ids.incident("random");
const [serviceId, alertId] = [ids.service("checkout"), ids.alert(ids.integration("a"), "f")];
const uuid = (kind: string, n: number): string => ids.deploy(`${kind}${String(n)}`);
const minute = (n: number): string => new Date(Date.UTC(2026, 10, 1, 10, n)).toISOString();
const declaration: DataOf<"IncidentDeclared"> = {
  incidentId, number: 7, title: "Checkout fails", summary: "", severity: 3, publicImpact: "none", serviceIds: [serviceId],
  components: ["Payments"], impactStartAt: null, drill: false, private: false, declaredAutomatically: false,
};
/** Two types: one with a role and a line more, and a place to talk. */
const typeOf = (n: number) => ({
  incidentTypeId: uuid("type", n), name: `Type ${String(n)}`, links: [], roles: n === 0 ? [] : [{ name: "liaison", purpose: "to speak" }],
  checklist: Array.from({ length: n + 1 }, (_, line) => ({ lineId: uuid("line", line), text: `Step ${String(line)}`, who: "" })),
  conferenceLink: n === 0 ? null : "https://meet.example.com/{{incident}}",
});
const anyMinute = fc.nat(59).map(minute);
const anyPerson = fc.constantFrom("ana", "ben").map((login) => ids.person(login));
const anyRole = fc.constantFrom(...incidentRole.options);
const reported = fc.constantFrom("impactStart" as const, "detected" as const, "acknowledged" as const, "mitigated" as const);

/** What people and machines may say of an incident, at any moment of an hour. */
const anyCommand: fc.Arbitrary<IncidentCommand> = anyMinute.chain((now) => {
  const at = { now, incidentId, reason: "as somebody said" };
  return fc.oneof(
    fc.constantFrom(...incidentState.options).map((to): IncidentCommand => ({ type: "ChangeState", ...at, to })),
    anyMinute.map((resolvedAt): IncidentCommand => ({ type: "ChangeState", ...at, to: "resolved", resolvedAt })),
    fc.constant<IncidentCommand>({ type: "Reopen", ...at }),
    fc.constant<IncidentCommand>({ type: "Merge", ...at, intoIncidentId: uuid("other", 1) }),
    fc.integer({ min: 1, max: 4 }).map((to): IncidentCommand => ({ type: "SetSeverity", ...at, to })),
    fc.integer({ min: 1, max: 4 }).map((to): IncidentCommand => ({ type: "RaiseSeverity", ...at, to })),
    fc
      .constantFrom("none" as const, "minor" as const, "major" as const)
      .map((to): IncidentCommand => ({ type: "SetPublicImpact", ...at, to })),
    fc
      .constantFrom("Checkout fails", "Payments fail")
      .map((title): IncidentCommand => ({ type: "RenameIncident", now, incidentId, title, summary: "seen by many" })),
    fc.tuple(anyRole, anyPerson).map(([role, personId]): IncidentCommand => ({ type: "TakeRole", now, incidentId, role, personId })),
    fc.tuple(anyRole, anyPerson).map(([role, personId]): IncidentCommand => ({ type: "LeaveRole", now, incidentId, role, personId })),
    fc
      .tuple(reported, anyMinute)
      .map(([name, when]): IncidentCommand => ({
        type: "ReachMilestone", now, incidentId, milestone: name, at: when, basis: "personsWord",
      })),
    fc
      .tuple(fc.constantFrom(...milestone.options), fc.option(anyMinute))
      .map(([name, when]): IncidentCommand => ({ type: "CorrectMilestone", ...at, milestone: name, at: when })),
    fc
      .tuple(fc.nat(2), anyMinute, fc.option(anyMinute))
      .map(([n, startedAt, endedAt]): IncidentCommand => ({
        type: "OpenImpactInterval", now, incidentId, intervalId: uuid("interval", n), component: "Payments", impact: "minor", share: null,
        startedAt, endedAt,
      })),
    fc
      .tuple(fc.nat(2), anyMinute)
      .map(([n, endedAt]): IncidentCommand => ({ type: "CloseImpactInterval", now, incidentId, intervalId: uuid("interval", n), endedAt })),
    fc.nat(1).map((n): IncidentCommand => ({ type: "ChooseType", ...at, ...typeOf(n) })),
    fc.tuple(fc.nat(2), fc.boolean()).map(([n, ticked]): IncidentCommand => ({ type: "TickLine", ...at, lineId: uuid("line", n), ticked })),
    anyPerson.map((personId): IncidentCommand => ({ type: "TakeTypeRole", ...at, role: "liaison", personId })),
    anyPerson.map((personId): IncidentCommand => ({ type: "LeaveTypeRole", ...at, role: "liaison", personId })),
    fc.option(fc.constant("https://meet.example.com/7"))
      .map((url): IncidentCommand => ({ type: "SetConferenceLink", now, incidentId, url })),
    fc.tuple(fc.nat(2), fc.option(anyPerson)).map(([n, ownerId]): IncidentCommand =>
      ({ type: "AddTask", now, incidentId, taskId: uuid("task", n), text: `Task ${String(n)}`, ownerId })),
    fc.tuple(fc.nat(2), fc.option(anyPerson)).map(([n, ownerId]): IncidentCommand =>
      ({ type: "GiveTask", now, incidentId, taskId: uuid("task", n), ownerId })),
    fc.tuple(fc.nat(2), fc.option(fc.constant("no need"))).map(([n, dropped]): IncidentCommand =>
      ({ type: "EndTask", now, incidentId, taskId: uuid("task", n), dropped })),
    fc.nat(2).map((n): IncidentCommand => ({ type: "ReopenTask", now, incidentId, taskId: uuid("task", n) })),
    fc.nat(2).map((n): IncidentCommand => ({ type: "CarryTaskOn", now, incidentId, taskId: uuid("task", n), actionId: uuid("action", n) })),
    fc.nat(1).chain((n) => anyPerson.map((by): IncidentCommand =>
      ({ type: "IssueJoinLink", now, incidentId, linkId: uuid("link", n), note: "the vendor", expiresAt: minute(90), by }))),
    fc.nat(1).map((n): IncidentCommand => ({ type: "RevokeJoinLink", ...at, linkId: uuid("link", n) })),
    fc.nat(1).chain((n) => anyPerson.map((personId): IncidentCommand =>
      ({ type: "JoinByLink", now, incidentId, linkId: uuid("link", n), personId }))),
    fc.nat(2).map((n): IncidentCommand => ({ type: "AttachAlert", ...at, alertId, episodeId: ids.episode(alertId, n), severity: 2 })),
    fc.nat(2).map((n): IncidentCommand => ({ type: "NoteClearedAlerts", ...at, episodeIds: [ids.episode(alertId, n)], propose: true })),
  );
});

it("an incident's row says of every history what the domain's state says", () => {
  const declared = incidentDecider.decide({ type: "DeclareIncident", now: minute(0), ...declaration }, incidentDecider.initialState);
  rowsAreStates(
    {
      record: ["incident", incidentId], decider: incidentDecider, projection: incidentProjection, command: anyCommand,
      beginnings: [declared],
    },
    (state, row) => {
      if (state.status !== "declared") throw new Error("it was declared");
      const { title, summary, severity, publicImpact, mergedInto, resolutionProposed, serviceIds, components, pauses } = state;
      expect(row).toMatchObject({
        state: state.state, title, summary, severity, publicImpact, mergedInto, resolutionProposed, serviceIds, components, pauses,
      });
      for (const role of incidentRole.options)
        expect(new Set(row?.roles.filter((held) => held.role === role && held.to === null).map(({ personId }) => personId)), role).toEqual(
          new Set(state.roles[role]),
        );
      expect(Object.fromEntries(row?.milestones.flatMap(({ milestone: name, at }) => (at === null ? [] : [[name, at]])) ?? [])).toEqual(
        state.milestones,
      );
      expect(row?.chosenType).toEqual(state.chosenType);
      expect(row?.conferenceLink).toBe(state.conferenceLink);
      const held = row?.typeRoles?.flatMap(({ role, personId, to }) => (to === null ? [[role, personId] as const] : [])) ?? [];
      expect(Object.fromEntries(held)).toEqual(state.typeRoles);
      expect(new Set(row?.ticks?.map(({ lineId }) => lineId)))
        .toEqual(new Set([0, 1, 2].map((n) => uuid("line", n)).filter((lineId) => find(state.ticked, lineId) === true)));
      expect(row?.tasks?.map(({ taskId, text, ownerId, status, actionId }) => ({ taskId, text, ownerId, status, actionId })) ?? [])
        .toEqual(valuesOf(state.tasks));
      expect(row?.joinLinks?.map(({ linkId, note, expiresAt, revoked }) => ({ linkId, note, expiresAt, revoked })) ?? [])
        .toEqual(valuesOf(state.joinLinks));
      const intervals = valuesOf(state.intervals).map(({ intervalId, startedAt, endedAt }) => [intervalId, startedAt, endedAt]);
      expect(row?.intervals.map(({ id, startedAt, endedAt }) => [id, startedAt, endedAt]).toSorted()).toEqual(intervals.toSorted());
      expect(row?.alertCount).toBe(valuesOf(state.alerts).length);
    },
  );
});

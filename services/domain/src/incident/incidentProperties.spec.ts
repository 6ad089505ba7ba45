import { incidentRole, incidentState, type IncidentEvent } from "@ballast/schema";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold } from "../decider.ts";
import { valuesOf } from "../keyed.ts";
import { Rejection } from "../rejection.ts";
import { declaration, id, incidentId } from "./exampleIncident.ts";
import { activeStates, nextStates, type Incident } from "./incident.ts";
import type { IncidentCommand } from "./incidentCommands.ts";
import { incidentDecider } from "./incidentDecider.ts";

const minute = (n: number) => new Date(Date.parse("2026-03-01T10:00:00Z") + n * 60_000).toISOString();
const here = { incidentId, now: "" };
const person = fc.integer({ min: 1, max: 4 }).map((n) => id(100 + n));
const role = fc.constantFrom(...incidentRole.options);

/** What people and machines may try, in any order; `now` is set when it is tried. */
const attempt: fc.Arbitrary<IncidentCommand> = fc.oneof(
  fc.constantFrom(...incidentState.options).map((to) => ({ ...here, type: "ChangeState" as const, to, reason: "" })),
  fc.record({
    type: fc.constant("Reopen" as const), incidentId: fc.constant(incidentId), now: fc.constant(""), reason: fc.constant("again"),
  }),
  fc.nat(3).map((n) => ({ ...here, type: "Merge" as const, intoIncidentId: id(200 + n), reason: "" })),
  fc.tuple(role, person).map(([its, personId]) => ({ ...here, type: "TakeRole" as const, role: its, personId })),
  fc.tuple(role, person).map(([its, personId]) => ({ ...here, type: "LeaveRole" as const, role: its, personId })),
  fc
    .nat(3)
    .map((n) => ({
      ...here, type: "OpenImpactInterval" as const, intervalId: id(300 + n), component: `c${n % 2}`, impact: "minor" as const, share: null,
      startedAt: minute(0), endedAt: null,
    })),
  fc.nat(3).map((n) => ({ ...here, type: "CloseImpactInterval" as const, intervalId: id(300 + n), endedAt: minute(0) })),
);

/** Tries one command a minute; refusals change nothing. */
function live(attempts: readonly IncidentCommand[]): { readonly events: readonly IncidentEvent[]; readonly states: readonly Incident[] } {
  const events: IncidentEvent[] = [
    ...incidentDecider.decide(
      { type: "DeclareIncident", now: minute(0), ...declaration, impactStartAt: null },
      incidentDecider.initialState,
    ),
  ];
  const states: Incident[] = [fold(incidentDecider, events)];
  for (const [index, command] of attempts.entries()) {
    const before = states.at(-1) ?? incidentDecider.initialState;
    const decided = accepted({ ...command, now: minute(index + 1) }, before);
    events.push(...decided);
    states.push(decided.reduce(incidentDecider.evolve, before));
  }
  return { events, states };
}

function accepted(command: IncidentCommand, state: Incident): readonly IncidentEvent[] {
  try {
    return incidentDecider.decide(command, state);
  } catch (error) {
    if (error instanceof Rejection) return [];
    throw error;
  }
}

const lives = fc.array(attempt, { maxLength: 60 }).map(live);
const eachEvent = (check: (event: IncidentEvent, before: Incident, after: Incident) => void) =>
  fc.property(lives, ({ events }) => {
    events.reduce((before, event) => {
      const after = incidentDecider.evolve(before, event);
      check(event, before, after);
      return after;
    }, incidentDecider.initialState);
  });

describe("whatever is tried on an incident", () => {
  it("its state moves only along the allowed ways", () => {
    fc.assert(
      eachEvent((event, before) => {
        const from = before.status === "declared" ? before.state : null;
        if (event.type === "IncidentStateChanged")
          expect(from !== null && event.data.from === from && nextStates[from].includes(event.data.to)).toBe(true);
        if (event.type === "IncidentReopened") expect(from === null || activeStates.includes(from)).toBe(false);
        if (event.type === "IncidentMerged") expect(from !== null && [...activeStates, "resolved"].includes(from)).toBe(true);
      }),
    );
  });

  it("there are never two commanders at once, nor two of any other single role", () => {
    fc.assert(
      eachEvent((_event, _before, after) => {
        if (after.status !== "declared") return;
        for (const [its, holders] of Object.entries(after.roles)) {
          expect(new Set(holders).size).toBe(holders.length);
          if (its !== "responder") expect(holders.length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it("each role that was taken ends once at most, and a hand-over names who took it", () => {
    fc.assert(
      fc.property(lives, ({ events }) => {
        const holding = new Set<string>();
        for (const [index, event] of events.entries()) {
          if (event.type !== "RoleTaken" && event.type !== "RoleLeft") continue;
          const key = `${event.data.role}/${event.data.personId}`;
          expect(holding.has(key)).toBe(event.type === "RoleLeft");
          if (event.type === "RoleTaken") holding.add(key);
          else holding.delete(key);
          if (event.type === "RoleLeft" && event.data.handedTo !== null) {
            expect(events[index + 1]).toEqual({
              type: "RoleTaken", data: { incidentId, role: event.data.role, personId: event.data.handedTo },
            });
          }
        }
      }),
    );
  });

  it("nothing hurts after the end, and a resolved incident knows when it was", () => {
    fc.assert(
      fc.property(lives, ({ states }) => {
        for (const state of states) {
          if (state.status !== "declared") continue;
          if (!activeStates.includes(state.state)) expect(valuesOf(state.intervals).every(({ endedAt }) => endedAt !== null)).toBe(true);
          if (state.state === "resolved" || state.state === "closed") expect(state.milestones.resolved).toBeDefined();
          if (activeStates.includes(state.state)) expect(state.milestones.resolved).toBeUndefined();
        }
      }),
    );
  });

  it("trying the same again right away changes nothing more", () => {
    const once = fc.tuple(fc.array(attempt, { maxLength: 30 }), attempt);
    fc.assert(
      fc.property(once, ([attempts, command]) => {
        const { states } = live([...attempts, command]);
        const state = states.at(-1) ?? incidentDecider.initialState;
        expect(accepted({ ...command, now: minute(attempts.length + 2) }, state)).toEqual([]);
      }),
    );
  });
});

import { planOf, serviceDecider, thresholdsOf, type ServiceCommand } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { defaultPlan, defaultThresholds, type Target } from "@ballast/schema";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { serviceProjection } from "./serviceProjection.ts";

const now = "2026-11-01T10:00:00.000Z";
const serviceId = ids.service("checkout");
const anyEnvironment = fc.constantFrom("production", "staging", "trial");
const anyTarget = fc.constantFrom<Target>({ kind: "fleet" }, { kind: "observed" });
const anyRotation = fc.option(fc.constantFrom("first", "second").map((name) => ids.rotation(name)));

const anyCommand: fc.Arbitrary<ServiceCommand> = fc.oneof(
  fc.constant<ServiceCommand>({ type: "RegisterService", now, serviceId, slug: "checkout", name: "Checkout", description: "" }),
  fc
    .constantFrom("Checkout", "Payments")
    .map((name): ServiceCommand => ({
      type: "DescribeService",
      now,
      serviceId,
      name,
      description: `${name} takes money`,
      repositoryUrl: null,
      runbookUrl: "https://example.org/runbook",
    })),
  fc
    .tuple(anyEnvironment, anyTarget, fc.nat(3))
    .map(([environment, target, order]): ServiceCommand => ({
      type: "DefineEnvironment", now, serviceId, environment, kind: environment === "production" ? "production" : "staging", target, order,
    })),
  anyEnvironment.map((environment): ServiceCommand => ({ type: "RemoveEnvironment", now, serviceId, environment, reason: "gone" })),
  fc
    .tuple(anyEnvironment, fc.nat(2))
    .map(([environment, n]): ServiceCommand => ({
      type: "SetDeployPlan", now, serviceId, environment, plan: { ...defaultPlan, soakMs: 10_000 * n },
    })),
  fc
    .nat(2)
    .map((n): ServiceCommand => ({ type: "SetThresholds", now, serviceId, thresholds: { ...defaultThresholds, pageCustomers: n + 1 } })),
  fc
    .tuple(fc.constantFrom("responders" as const, "commander" as const), anyRotation)
    .map(([purpose, rotationId]): ServiceCommand => ({ type: "AssignRotation", now, serviceId, purpose, rotationId })),
  fc.constantFrom(null, "09:00", "10:00").map((from): ServiceCommand => ({
    type: "SetSupportHours", now, serviceId,
    supportHours: from === null ? null : { timeZone: "Europe/Zurich", weekdays: [1], from, to: "18:00", alwaysUpTo: 2 },
  })),
  anyRotation.map((escalationId): ServiceCommand => ({ type: "AssignEscalation", now, serviceId, escalationId })),
);

it("a service's row says of every history what the domain's state says", () => {
  rowsAreStates(
    { record: ["service", serviceId], decider: serviceDecider, projection: serviceProjection, command: anyCommand },
    (state, row) => {
      if (state.status === "absent") return expect(row).toBeNull();
      const { slug, name, description, repositoryUrl, runbookUrl, rotations, escalationId, supportHours } = state;
      expect(row).toMatchObject({
        slug, name, description, repositoryUrl, runbookUrl, responderRotationId: rotations.responders,
        commanderRotationId: rotations.commander, escalationId, supportHours, thresholds: thresholdsOf(state),
      });
      const environments = [...state.environments.values()].map(({ environment, kind, target, order }) => ({
        name: environment, kind, target, order, plan: planOf(state, environment),
      }));
      const byName = (one: { readonly name: string }, other: { readonly name: string }): number => (one.name < other.name ? -1 : 1);
      expect(row?.environments.toSorted(byName)).toEqual(environments.toSorted(byName));
      expect(row?.environments.map(({ order }) => order)).toEqual(environments.map(({ order }) => order).toSorted((a, b) => a - b));
    },
  );
});

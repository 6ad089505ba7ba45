import { defaultPlan, defaultThresholds, type DeployPlan, type ServiceEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { deployableEnvironment, planOf, registeredService, thresholdsOf, type RegisteredService } from "./service.ts";
import { serviceDecider } from "./serviceDecider.ts";

const now = "2026-03-02T10:00:00Z";
const serviceId = "50000000-0000-4000-8000-000000000001";
const rotationId = "70000000-0000-4000-8000-000000000001";
const card = { serviceId, slug: "checkout", name: "Checkout", description: "Takes orders." };
const production = { serviceId, environment: "production", kind: "production", target: { kind: "fleet" }, order: 2 } as const;
const cloud = { serviceId, environment: "cloud", kind: "production", target: { kind: "observed" }, order: 3 } as const;
const plan: DeployPlan = {
  steps: [
    {
      percent: 100,
      customers: [],
      bakeMs: 5_000,
      analysis: {
        minSamples: 1, maxErrorsPer100k: 0, minEffectPer100k: 0, maxP95Ms: null, judgesLatency: true, minSlowerMs: 50, minSlowerPercent: 20,
      },
    },
  ],
  soakMs: 0,
};

const registered: ServiceEvent = { type: "ServiceRegistered", data: card };
const defined: ServiceEvent = { type: "EnvironmentDefined", data: production };
const observed: ServiceEvent = { type: "EnvironmentDefined", data: cloud };
const removed: ServiceEvent = { type: "EnvironmentRemoved", data: { serviceId, environment: "production", reason: "moved to eu-west" } };
const planned: ServiceEvent = { type: "DeployPlanSet", data: { serviceId, environment: "production", plan } };

const folded = (...events: ServiceEvent[]): RegisteredService => registeredService(given(serviceDecider, events).state, "checkout");

describe("registering a service", () => {
  const register = { type: "RegisterService", now, ...card } as const;
  it("records it", () => given(serviceDecider, []).when(register).then([registered]));
  it("is nothing new the second time", () => given(serviceDecider, [registered]).when(register).then([]));
  it("is refused under another slug", () =>
    given(serviceDecider, [registered])
      .when({ ...register, slug: "cart" })
      .thenRejected("ALREADY_EXISTS", { path: ["slug"] }));
  it("is refused when the name means another service", () =>
    given(serviceDecider, [registered])
      .when({ ...register, name: "Cash desk" })
      .thenRejected("ALREADY_EXISTS", { message: '"checkout" exists as "Checkout"', path: ["slug"] }));
});

describe("a service that was never registered", () => {
  it("refuses every other command and names it", () => {
    const commands = [
      { type: "DescribeService", now, serviceId, name: "Checkout", description: "", repositoryUrl: null, runbookUrl: null },
      { type: "DefineEnvironment", now, ...production },
      { type: "RemoveEnvironment", now, serviceId, environment: "production", reason: "gone" },
      { type: "SetDeployPlan", now, serviceId, environment: "production", plan },
      { type: "SetThresholds", now, serviceId, thresholds: defaultThresholds },
      { type: "AssignRotation", now, serviceId, purpose: "responders", rotationId },
    ] as const;
    for (const command of commands)
      given(serviceDecider, []).when(command).thenRejected("NOT_FOUND", { message: serviceId, path: ["service"] });
  });
  it("ignores facts about it", () => expect(given(serviceDecider, [defined, planned]).state).toEqual({ status: "absent" }));
});

describe("describing a service", () => {
  const data = {
    serviceId,
    name: "Checkout",
    description: "Takes orders and payments.",
    repositoryUrl: "https://example.org/checkout",
    runbookUrl: "https://example.org/runbooks/checkout",
  };
  const describing = { type: "DescribeService", now, ...data } as const;
  it("records what is new", () =>
    given(serviceDecider, [registered])
      .when(describing)
      .then([{ type: "ServiceDescribed", data }]));
  it("is nothing new the second time", () =>
    given(serviceDecider, [registered, { type: "ServiceDescribed", data }])
      .when(describing)
      .then([]));
});

describe("environments", () => {
  const define = { type: "DefineEnvironment", now, ...production } as const;
  const remove = { type: "RemoveEnvironment", now, serviceId, environment: "production", reason: "moved to eu-west" } as const;

  it("are defined", () => given(serviceDecider, [registered]).when(define).then([defined]));
  it("are nothing new when equal, whatever the order of keys", () =>
    given(serviceDecider, [registered, defined])
      .when({ ...define, target: { kind: "fleet" } })
      .then([]));
  it("are changed", () =>
    given(serviceDecider, [registered, defined])
      .when({ ...define, target: { kind: "fleet", customers: 500 } })
      .then([{ type: "EnvironmentDefined", data: { ...production, target: { kind: "fleet", customers: 500 } } }]));
  it("are removed with a reason", () => given(serviceDecider, [registered, defined]).when(remove).then([removed]));
  it("are removed once", () => given(serviceDecider, [registered, defined, removed]).when(remove).then([]));
  it("can be defined again, and removed again", () => {
    given(serviceDecider, [registered, defined, removed]).when(define).then([defined]);
    given(serviceDecider, [registered, defined, removed, defined]).when(remove).then([removed]);
  });
  it("cannot be removed when there never was one; the refusal names those there are", () => {
    given(serviceDecider, [registered])
      .when(remove)
      .thenRejected("ENVIRONMENT_NOT_DEFINED", { message: 'no environment "production": it has none yet', path: ["environment"] });
    given(serviceDecider, [registered, observed]).when(remove).thenRejected("ENVIRONMENT_NOT_DEFINED", { message: "it has cloud" });
  });
});

describe("plans", () => {
  const set = { type: "SetDeployPlan", now, serviceId, environment: "production", plan } as const;

  it("are set for an environment", () => given(serviceDecider, [registered, defined]).when(set).then([planned]));
  it("are nothing new when equal", () => given(serviceDecider, [registered, defined, planned]).when(set).then([]));
  it("can be set to today's default, so that a later default changes nothing", () =>
    given(serviceDecider, [registered, defined])
      .when({ ...set, plan: defaultPlan })
      .then([{ type: "DeployPlanSet", data: { serviceId, environment: "production", plan: defaultPlan } }]));
  it("need the environment", () =>
    given(serviceDecider, [registered])
      .when(set)
      .thenRejected("ENVIRONMENT_NOT_DEFINED", { path: ["environment"] }));
  it("need an environment that Ballast deploys", () =>
    given(serviceDecider, [registered, observed])
      .when({ ...set, environment: "cloud" })
      .thenRejected("NOT_DEPLOYABLE", { message: "checkout cloud is deployed by another system", path: ["environment"] }));
  it("are the default until set, and again after the environment was removed", () => {
    expect(planOf(folded(registered, defined), "production")).toEqual(defaultPlan);
    expect(planOf(folded(registered, defined, planned), "production")).toEqual(plan);
    expect(planOf(folded(registered, defined, planned, removed, defined), "production")).toEqual(defaultPlan);
    expect(planOf({ status: "absent" }, "production")).toEqual(defaultPlan);
  });
});

describe("thresholds", () => {
  const thresholds = { pageErrorsPer100k: 200, pageCustomers: 3 };
  const set = { type: "SetThresholds", now, serviceId, thresholds } as const;
  const written: ServiceEvent = { type: "ThresholdsSet", data: { serviceId, thresholds } };

  it("are set", () => given(serviceDecider, [registered]).when(set).then([written]));
  it("are nothing new when equal", () => given(serviceDecider, [registered, written]).when(set).then([]));
  it("are the default until set", () => {
    expect(thresholdsOf(folded(registered))).toEqual(defaultThresholds);
    expect(thresholdsOf(folded(registered, written))).toEqual(thresholds);
    expect(thresholdsOf({ status: "absent" })).toEqual(defaultThresholds);
  });
});

describe("rotations", () => {
  const assign = { type: "AssignRotation", now, serviceId, purpose: "responders", rotationId } as const;
  const assigned: ServiceEvent = { type: "RotationAssigned", data: { serviceId, purpose: "responders", rotationId } };

  it("are assigned by purpose", () => {
    given(serviceDecider, [registered]).when(assign).then([assigned]);
    expect(folded(registered, assigned).rotations).toEqual({ responders: rotationId, commander: null });
  });
  it("are nothing new when equal, nor is taking away what is not there", () => {
    given(serviceDecider, [registered, assigned]).when(assign).then([]);
    given(serviceDecider, [registered, assigned]).when({ ...assign, purpose: "commander", rotationId: null }).then([]);
  });
  it("are taken away", () =>
    given(serviceDecider, [registered, assigned])
      .when({ ...assign, rotationId: null })
      .then([{ type: "RotationAssigned", data: { serviceId, purpose: "responders", rotationId: null } }]));
});

describe("where Ballast deploys", () => {
  it("is an environment with a target of its own", () =>
    expect(deployableEnvironment(folded(registered, defined), "production").target).toEqual({ kind: "fleet" }));
  it("is refused elsewhere", () => {
    expect(() => deployableEnvironment(folded(registered), "production")).toThrow(
      expect.objectContaining({ code: "ENVIRONMENT_NOT_DEFINED" }),
    );
    expect(() => deployableEnvironment(folded(registered, observed), "cloud")).toThrow(expect.objectContaining({ code: "NOT_DEPLOYABLE" }));
  });
});

describe("support hours", () => {
  const office = { timeZone: "Europe/Zurich", weekdays: [1, 2, 3, 4, 5], from: "09:00", to: "18:00", alwaysUpTo: 2 };
  const set = (supportHours: typeof office | null) => ({ type: "SetSupportHours", now, serviceId, supportHours }) as const;
  const are = (supportHours: typeof office | null): ServiceEvent => ({ type: "SupportHoursSet", data: { serviceId, supportHours } });
  it("are set, changed, and taken away, each once", () => {
    given(serviceDecider, [registered]).when(set(null)).then([]);
    given(serviceDecider, [registered]).when(set(office)).then([are(office)]);
    given(serviceDecider, [registered, are(office)]).when(set({ ...office })).then([]);
    given(serviceDecider, [registered, are(office)]).when(set({ ...office, to: "17:00" })).then([are({ ...office, to: "17:00" })]);
    given(serviceDecider, [registered, are(office)]).when(set(null)).then([are(null)]);
  });
  it("are in a zone that there is", () => {
    given(serviceDecider, [registered]).when(set({ ...office, timeZone: "Mars/Olympus" }))
      .thenRejected("INVALID_INPUT", { path: ["supportHours", "timeZone"] });
  });
});

import { incidentDecider, personDecider, serviceDecider } from "@ballast/domain";
import { flagDecider } from "@ballast/domain/flag";
import { targetingDecider, type OpenTargeting, type TargetingCommand } from "@ballast/domain/targeting";
import { foldRecord, ids } from "@ballast/eventlog";
import { defaultFlagPolicy, type Cohort, type DataOf, type TargetingRules } from "@ballast/schema";
import type { RampRef } from "../flag/rampActivities.ts";
import type { PartsWithFlags } from "../parts.ts";
import { numbers } from "./numbers.ts";
import { WorkerWorld } from "./worker.ts";

export const [flagId, targetingId, rampId] = [ids.part("f", "x"), ids.part("t", "x"), ids.part("r", "x")];
export const ana = { personId: ids.person("ana"), name: "Ana", means: "console" } as const;
export const serviceId = ids.service("shop");
export const cohort: Cohort = {
  known: 9, enter: 0, leave: 4, switch: 0, cannotTell: 0, overridesStay: 0, names: { enter: [], leave: [], switch: [] }, hash: "a",
  position: "0", compiler: "1", engine: "1",
};
export const rules: TargetingRules = {
  prerequisites: [], rules: [], rollout: { parts: 5_000, variants: [{ variant: "on", weight: 1 }] }, defaultVariant: "off",
};
const analysis = {
  minSamples: 10, maxErrorsPer100k: 1_000, minEffectPer100k: 300, maxP95Ms: null, judgesLatency: false, minSlowerMs: 50,
  minSlowerPercent: 20,
};
/** A tenth of all customers, then everybody. */
export const plan = {
  steps: [
    { parts: 10_000, bakeMs: 60_000, analysis },
    { parts: 100_000, bakeMs: 60_000, analysis },
  ],
};
const facts = { key: "one-page-pay", variants: ["on", "off"], archived: null, policy: defaultFlagPolicy };
export const changing = { now: "2026-03-02T10:00:00.000Z", targetingId, facts, cohort, rebucket: null };
/** The ramp as its activities are told of it. */
export const ramp: RampRef = {
  targetingId, flagId, rampId, key: "one-page-pay", environment: "production", plan, requestEventId: ids.part("e", "x"),
  correlationId: ids.part("c", "x"), actor: ana,
};
/** What flags gave before a change, as it was asked for; and which customers stand on which side. */
export class FlagWorld extends WorkerWorld {
  readonly changes: OpenTargeting["rules"]["rollout"][] = [];
  sides: { readonly within: readonly string[]; readonly without: readonly string[] } = { within: [], without: [] };

  get every(): PartsWithFlags {
    return {
      ...this.parts,
      flags: {
        ...this.parts.flags,
        cohort: async (id, change) => {
          const now = await foldRecord(this.parts.log, targetingDecider, id);
          if (now.status === "open") this.changes.push(change(now).rules.rollout);
          return cohort;
        },
        sides: () => Promise.resolve(this.sides),
      },
    };
  }

  turn(command: TargetingCommand): Promise<void> {
    return this.handle({ aggregate: targetingDecider, id: targetingId }, command);
  }

  async targeting(): Promise<OpenTargeting> {
    const targeting = await foldRecord(this.parts.log, targetingDecider, targetingId);
    if (targeting.status === "absent") throw new Error("no flag there");
    return targeting;
  }

  /** Ana, who owns the flag, and the shop, which something is deployed to. */
  async opened(): Promise<void> {
    await this.handle(
      { aggregate: personDecider, id: ana.personId },
      {
        type: "JoinPerson", now: this.at(), personId: ana.personId, login: "ana", name: "Ana", roles: ["engineer"],
        contacts: { email: "ana@shop.test", chatWebhookUrl: null }, timeZone: "UTC",
      },
    );
    await this.service("shop", "Shop");
  }

  /** A service with an environment that Ballast deploys to. */
  async service(slug: string, name: string): Promise<void> {
    const of = { aggregate: serviceDecider, id: ids.service(slug) };
    await this.handle(of, { type: "RegisterService", now: this.at(), serviceId: of.id, slug, name, description: "" });
    await this.handle(of, {
      type: "DefineEnvironment", now: this.at(), serviceId: of.id, environment: "production", kind: "production",
      target: { kind: "fleet" }, order: 0,
    });
  }

  /** The flag, at 5 % of its customers in production. */
  async flagWith(more: Partial<DataOf<"FlagRegistered">> = {}): Promise<void> {
    await this.handle(
      { aggregate: flagDecider, id: flagId },
      {
        type: "RegisterFlag",
        now: this.at(),
        flagId,
        key: "one-page-pay",
        kind: "release",
        valueType: "boolean",
        variants: [
          { name: "on", value: true },
          { name: "off", value: false },
        ],
        offVariant: "off",
        seed: "s",
        bucketBy: "targetingKey",
        description: "",
        ownerId: ana.personId,
        expiresAt: null,
        serviceIds: [serviceId],
        metrics: [],
        metadata: {},
        engine: "flagd-core@4.0.1+compiler.1",
        ...more,
      },
    );
    await this.turn({ type: "OpenTargeting", ...changing, flagId, environment: "production", offVariant: "off", rules });
  }

  /** So many of a hundred customers on each side see nothing but errors whenever they are asked about. */
  sees({ within, without }: { readonly within: () => number; readonly without: () => number }): void {
    this.sides = { within: ["a"], without: ["b"] };
    Object.assign(this.metrics, {
      customers: () => Promise.resolve(["a", "b"]),
      divided: ({ groups }: { readonly groups: readonly (readonly string[])[] }) =>
        Promise.resolve(groups.map(([first]) => numbers(100, first === "a" ? within() : without()))),
    });
  }

  archive(): Promise<void> {
    return this.handle(
      { aggregate: flagDecider, id: flagId }, { type: "ArchiveFlag", now: this.at(), flagId, reason: "done", neededBy: [] },
    );
  }

  planned(): Promise<void> {
    return this.turn({ type: "PlanRamp", ...changing, rampId, plan, reason: null, byPersonId: null });
  }

  kill(): Promise<void> {
    return this.turn({ type: "Kill", now: this.at(), targetingId, killId: ids.part("k", "x"), reason: null, incidentId: null });
  }

  /** An incident on the shop. */
  async troubled(): Promise<string> {
    const incidentId = ids.incident("i");
    await this.handle({ aggregate: incidentDecider, id: incidentId }, {
      type: "DeclareIncident", now: this.at(), incidentId, number: 7, title: "Payments fail", summary: "", severity: 2,
      publicImpact: "major", serviceIds: [serviceId], components: [], impactStartAt: this.at(), drill: false, private: false,
      declaredAutomatically: false,
    });
    return incidentId;
  }

  async calmed(incidentId: string): Promise<void> {
    await this.handle(
      { aggregate: incidentDecider, id: incidentId },
      { type: "ChangeState", now: this.at(), incidentId, to: "cancelled", reason: "a false alarm" },
    );
  }
}

import { flagDecider, managedFlag } from "@ballast/domain/flag";
import { targetingDecider, type OpenTargeting, type TargetingCommand } from "@ballast/domain/targeting";
import { foldRecord, idOf, ids } from "@ballast/eventlog";
import { defaultFlagPolicy, type Cohort, type RampPlan, type TargetingRules } from "@ballast/schema";
import type { Story } from "./story.ts";
import { until } from "./until.ts";

const environment = "production";
const rules: TargetingRules = {
  prerequisites: [], rules: [], rollout: { parts: 10_000, variants: [{ variant: "on", weight: 1 }] }, defaultVariant: "off",
};
/** What a story says of whom its changes reach: workflows work it out, stories do not. */
const unknown: Cohort = {
  known: 0, enter: 0, leave: 0, switch: 0, cannotTell: 0, overridesStay: 0, names: { enter: [], leave: [], switch: [] }, hash: "",
  position: "0", compiler: "1", engine: "1",
};

/** A plan by these shares; each step lasts as long as it must for a verdict. Latency is not judged, as in a deploy's quick plan. */
export const quickRamp = (parts: readonly number[], bakeMs = 1_500): RampPlan => ({
  steps: parts.map((one) => ({
    parts: one,
    bakeMs,
    analysis: {
      minSamples: 20, maxErrorsPer100k: 2_000, minEffectPer100k: 1_000, maxP95Ms: null, judgesLatency: false, minSlowerMs: 250,
      minSlowerPercent: 50,
    },
  })),
});

/** A flag of a story's service, on for 10 % in production. */
export class FlagStory {
  readonly story: Story;
  readonly key: string;
  readonly flagId: string;
  readonly targetingId: string;
  #ramps = 0;

  constructor(story: Story, key: string) {
    this.story = story;
    this.key = key;
    this.flagId = idOf(flagDecider, managedFlag, key, null);
    this.targetingId = idOf(targetingDecider, this.flagId, environment);
  }

  get #changing() {
    const facts = { key: this.key, variants: ["on", "off"], archived: null, policy: defaultFlagPolicy };
    return { now: this.story.now(), targetingId: this.targetingId, facts, cohort: unknown, rebucket: null };
  }

  async begin(): Promise<void> {
    await this.story.handle(flagDecider, this.flagId, {
      type: "RegisterFlag",
      now: this.story.now(),
      flagId: this.flagId,
      key: this.key,
      kind: "release",
      valueType: "boolean",
      variants: [
        { name: "on", value: true },
        { name: "off", value: false },
      ],
      offVariant: "off",
      seed: this.key,
      bucketBy: "targetingKey",
      description: "",
      ownerId: ids.person("ana"),
      expiresAt: null,
      serviceIds: [this.story.serviceId],
      metrics: [],
      metadata: {},
      engine: "flagd-core@4.0.1+compiler.1",
    });
    await this.tell({ type: "OpenTargeting", ...this.#changing, flagId: this.flagId, environment, offVariant: "off", rules });
  }

  async tell(command: TargetingCommand): Promise<void> {
    await this.story.handle(targetingDecider, this.targetingId, command);
  }

  /** Answers the ramp's id. */
  async ramp(plan: RampPlan): Promise<string> {
    const rampId = ids.part(this.targetingId, "ramp", String((this.#ramps += 1)));
    await this.tell({ type: "PlanRamp", ...this.#changing, rampId, plan, reason: "next step", byPersonId: ids.person("ana") });
    return rampId;
  }

  hold(rampId: string): Promise<void> {
    return this.tell({ type: "HoldRamp", now: this.story.now(), targetingId: this.targetingId, rampId, reason: "lunch", incidentId: null });
  }

  resume(rampId: string): Promise<void> {
    return this.tell({ type: "ResumeRamp", now: this.story.now(), targetingId: this.targetingId, rampId, incidentId: null });
  }

  /** Answers the kill's id. */
  async kill(): Promise<string> {
    const killId = ids.part(this.targetingId, "kill", String((this.#ramps += 1)));
    await this.tell({ type: "Kill", now: this.story.now(), targetingId: this.targetingId, killId, reason: null, incidentId: null });
    return killId;
  }

  release(killId: string): Promise<void> {
    return this.tell({
      type: "ReleaseKills", now: this.story.now(), targetingId: this.targetingId, killIds: [killId], reason: "ruled out", cohort: unknown,
    });
  }

  /** Names a customer until then. */
  name(customer: string, expiresAt: string): Promise<void> {
    const change = { kind: "override", override: { customer, variant: "on", expiresAt, incidentId: null, reason: "pilot" } } as const;
    return this.tell({ type: "ChangeFlag", ...this.#changing, change, reason: null, deployId: null, incidentId: null });
  }

  async targeting(): Promise<OpenTargeting> {
    const targeting = await foldRecord(this.story.engine.log, targetingDecider, this.targetingId);
    if (targeting.status === "absent") throw new Error(`${this.key} is not there`);
    return targeting;
  }

  /** Waits until the flag is where the condition says. */
  untilFlag(condition: (targeting: OpenTargeting) => boolean): Promise<OpenTargeting> {
    return until(async () => {
      const targeting = await this.targeting();
      return condition(targeting) ? targeting : undefined;
    });
  }
}

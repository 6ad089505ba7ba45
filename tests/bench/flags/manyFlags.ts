import type { BallastEvent, Cohort, EventMetadata, TargetingRules } from "@ballast/schema";

/** An event, and whose it is. */
export interface Told {
  readonly id: string;
  readonly category: "flag" | "targeting";
  readonly event: BallastEvent;
}

export const uuidOf = (kind: string, number: number): string => `00000000-0000-4000-8${kind}00-${String(number).padStart(12, "0")}`;
const flagId = (index: number): string => uuidOf("1", index);
const targetingId = (index: number): string => uuidOf("2", index);
const nobody: Cohort = {
  known: 0, enter: 0, leave: 0, switch: 0, cannotTell: 0, overridesStay: 0, names: { enter: [], leave: [], switch: [] }, hash: "",
  position: "0", compiler: "1", engine: "1",
};

/** What was recorded with the n-th event. */
export const metadataOf = (n: number): EventMetadata => ({
  schemaVersion: 1, actor: { personId: null, name: "Bench", means: "system" }, occurredAt: "2026-03-01T10:00:00Z",
  recordedAt: "2026-03-01T10:00:00Z", commandId: uuidOf("3", n), $correlationId: "bench", $causationId: "bench",
});

const rulesOf = (turn: number, rulesEach: number): TargetingRules => ({
  prerequisites: [],
  rules: Array.from({ length: rulesEach }, (_, index) => ({
    ruleId: `rule-${String(index)}`, name: `Rule ${String(index)}`, serve: { kind: "variant", variant: "on" },
    conditions: [
      { kind: "attribute", attribute: "plan", operator: "is", values: [`plan-${String(index)}`] },
      { kind: "attribute", attribute: "region", operator: "is", values: ["eu", `region-${String(index)}`] },
    ],
  })),
  rollout: { parts: 25_000 + turn, variants: [{ variant: "on", weight: 1 }] },
  defaultVariant: "off",
});

/** The flag of this number, open in production with so many rules. */
export const flagOf = (index: number, rulesEach: number): readonly Told[] => [
  {
    id: flagId(index), category: "flag",
    event: {
      type: "FlagRegistered",
      data: {
        flagId: flagId(index), key: `flag-${String(index)}`, kind: "release", valueType: "boolean", offVariant: "off",
        seed: `s-${String(index)}`, variants: [{ name: "on", value: true }, { name: "off", value: false }], bucketBy: "targetingKey",
        description: "", ownerId: uuidOf("5", 1), expiresAt: null, serviceIds: [], metrics: [], metadata: {},
        engine: "flagd-core@4.0.1+compiler.1",
      },
    },
  },
  {
    id: targetingId(index), category: "targeting",
    event: {
      type: "TargetingOpened",
      data: {
        targetingId: targetingId(index), flagId: flagId(index), environment: "production", offVariant: "off", rules: rulesOf(0, rulesEach),
      },
    },
  },
];

/** Its rules are set again, a little otherwise each turn. */
export const changeOf = (index: number, turn: number, rulesEach: number): Told => ({
  id: targetingId(index), category: "targeting",
  event: {
    type: "FlagRulesSet",
    data: {
      targetingId: targetingId(index), rules: rulesOf(turn, rulesEach), reason: null, cohort: nobody, changeId: null, rampId: null,
      deployId: null, incidentId: null,
    },
  },
});

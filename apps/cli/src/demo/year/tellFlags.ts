import { customerDecider, type KnownCustomer } from "@ballast/domain/customer";
import { flagDecider, managedFlag, type ManagedFlag } from "@ballast/domain/flag";
import { changedBy, firstRules, targetingDecider, type OpenTargeting, type TargetingCommand } from "@ballast/domain/targeting";
import { idOf, ids } from "@ballast/eventlog";
import { cohortProof, compileFlag, contextOfCustomer, engineId, type ProvenCustomer } from "@ballast/flags";
import { defaultFlagPolicy, type Cohort, type FlagKind, type TargetingChange } from "@ballast/schema";
import { sampleCustomers } from "@ballast/delivery";
import { actor, type Login } from "../cast.ts";
import type { CollectingAuthor } from "./collecting.ts";
import { diceOf } from "./dice.ts";
import type { DaysAgo } from "./tellRisks.ts";

const environment = "production";

/** So many of the customers are described: the rest is seen when they come. */
const DESCRIBED = 60;
const plans = ["free", "team", "team", "business"] as const;
const regions = ["eu-west", "eu-north", "us-east"] as const;

/** Tells who the customers are, as the shop's own list of accounts has them. */
export async function tellCustomers(author: CollectingAuthor, daysAgo: DaysAgo): Promise<void> {
  for (const [index, id] of sampleCustomers(DESCRIBED).entries()) {
    const dice = diceOf(`customer ${id}`);
    const at = daysAgo(360 - index * 4, 8);
    const customerId = idOf(customerDecider, id);
    await author.write({
      aggregate: customerDecider, id: customerId, at, by: actor("mira"),
      command: {
        type: "DescribeCustomer", now: at, customerId, by: "hand", id, name: id, plan: dice.pick(plans), region: dice.pick(regions),
        attributes: { seats: dice.whole(3, 240) },
      },
    });
  }
}

type Turn =
  | { readonly share: number; readonly why: string }
  | { readonly kill: string; readonly forHours: number }
  | { readonly named: string; readonly why: string }
  | { readonly archived: string };

interface YearFlag {
  readonly key: string;
  readonly kind: FlagKind;
  readonly description: string;
  readonly service: string;
  readonly owner: Login;
  readonly registered: number;
  /** What was turned, and how many days ago. Shares in parts per 100,000. */
  readonly turns: readonly (readonly [daysAgo: number, who: Login, turn: Turn])[];
}

const flags: readonly YearFlag[] = [
  {
    key: "express-refunds", kind: "release", service: "billing", owner: "jo", registered: 242,
    description: "Refunds go out within the hour.",
    turns: [
      [238, "jo", { share: 5_000, why: "the first customers" }], [231, "jo", { share: 20_000, why: "no complaint in a week" }],
      [226, "ana", { kill: "refunds went out twice", forHours: 30 }], [212, "jo", { share: 50_000, why: "each refund is remembered now" }],
      [201, "jo", { share: 100_000, why: "quiet for eleven days" }],
    ],
  },
  {
    key: "suggestions-by-meaning", kind: "experiment", service: "search", owner: "kim", registered: 176,
    description: "Suggests by meaning, not by letters.",
    turns: [
      [
        170, "kim", { share: 10_000, why: "do more people find something?" },
      ], [142, "kim", { share: 50_000, why: "half, to know it sooner" }],
      [118, "kim", { share: 0, why: "nobody found more" }], [96, "mira", { archived: "letters do as well" }],
    ],
  },
  {
    key: "passkeys", kind: "release", service: "identity", owner: "kim", registered: 88, description: "Sign-in without a password.",
    turns: [
      [84, "kim", { named: "Alder Outfitters", why: "asked for it" }], [80, "kim", { share: 1_000, why: "ourselves and a few" }],
      [66, "kim", { share: 10_000, why: "works on all phones we have" }], [
        59, "sam", { kill: "old phones are sent round in circles", forHours: 5 },
      ],
      [45, "kim", { share: 10_000, why: "old phones are offered a password" }], [20, "kim", { share: 35_000, why: "as few calls as ever" }],
      [6, "kim", { share: 50_000, why: "half of everybody" }],
    ],
  },
  {
    key: "tax-by-line", kind: "release", service: "billing", owner: "jo", registered: 34,
    description: "Rounds tax on each line of an invoice.",
    turns: [[30, "jo", { share: 5_000, why: "beside the old rounding" }], [16, "jo", { share: 25_000, why: "both agree to the cent" }]],
  },
  {
    key: "gateway-shedding", kind: "operations", service: "gateway", owner: "kim", registered: 205,
    description: "Refuses what is least important when the gateway is full.",
    turns: [[204, "kim", { share: 100_000, why: "on, to be turned off by hand" }]],
  },
];

/** Tells each flag from its registration to what it gives today, with whom every change moved. */
export async function tellFlags(author: CollectingAuthor, daysAgo: DaysAgo): Promise<void> {
  for (const flag of flags) await tellFlag(author, daysAgo, flag);
}

async function tellFlag(author: CollectingAuthor, daysAgo: DaysAgo, flag: YearFlag): Promise<void> {
  const { key, kind, description, service, owner, registered, turns } = flag;
  const flagId = idOf(flagDecider, managedFlag, key, null);
  const targetingId = idOf(targetingDecider, flagId, environment);
  const at = daysAgo(registered, 10);
  const variants = [{ name: "on", value: true }, { name: "off", value: false }];
  await author.write({
    aggregate: flagDecider, id: flagId, at, by: actor(owner),
    command: {
      type: "RegisterFlag", now: at, flagId, key, kind, valueType: "boolean", variants, offVariant: "off", seed: `${key}-demonstration`,
      bucketBy: "targetingKey", engine: engineId, description, ownerId: ids.person(owner), expiresAt: null,
      serviceIds: [ids.service(service)], metrics: [{ name: "errors", role: "guardrail" }], metadata: {},
    },
  });
  const facts = { key, variants: ["on", "off"], archived: null };
  await author.write({
    aggregate: targetingDecider, id: targetingId, at, by: actor(owner),
    command: {
      type: "OpenTargeting", now: at, targetingId, flagId, environment, offVariant: "off",
      rules: firstRules({ variants, offVariant: "off" }), facts,
    },
  });
  for (const [days, who, turn] of turns) {
    const when = daysAgo(days, 11);
    const write = (command: TargetingCommand, then = when): Promise<void> =>
      author.write({ aggregate: targetingDecider, id: targetingId, at: then, by: actor(who), command });
    if ("archived" in turn) {
      await author.write({
        aggregate: flagDecider, id: flagId, at: when, by: actor(who),
        command: { type: "ArchiveFlag", now: when, flagId, reason: turn.archived, neededBy: [] },
      });
    } else if ("kill" in turn) {
      const killId = ids.part(targetingId, "kill", days);
      await write({ type: "Kill", now: when, targetingId, killId, reason: turn.kill, incidentId: null });
      const released = new Date(Date.parse(when) + turn.forHours * 3_600_000).toISOString();
      const { parts, cohort } = moved({ author, flagId, targetingId, at: released }, (now) => ({ ...now, kills: [] }));
      await write(
        { type: "ReleaseKills", now: released, targetingId, killIds: [killId], reason: "what was wrong is mended", cohort }, released,
      );
      if (parts > 1_000) {
        const change = { kind: "rollout", parts: 1_000 } as const;
        await write(
          changing({ author, flagId, targetingId, at: released }, { change, facts, reason: "again from the beginning" }), released,
        );
      }
    } else {
      const change: ChangeMade =
        "named" in turn
          ? { kind: "override", override: { customer: turn.named, variant: "on", expiresAt: null, incidentId: null, reason: turn.why } }
          : { kind: "rollout", parts: turn.share };
      await write(changing({ author, flagId, targetingId, at: when }, { change, facts, reason: turn.why }));
    }
  }
}

type ChangeMade = Extract<TargetingChange, { readonly kind: "rollout" | "override" }>;

interface Moving {
  readonly author: CollectingAuthor;
  readonly flagId: string;
  readonly targetingId: string;
  readonly at: string;
}
interface Made {
  readonly change: ChangeMade;
  readonly facts: { readonly key: string; readonly variants: readonly string[]; readonly archived: null };
  readonly reason: string;
}

function changing(moving: Moving, { change, facts, reason }: Made): TargetingCommand {
  const { cohort } = moved(moving, (now) => changedBy(now, change));
  return {
    type: "ChangeFlag", now: moving.at, targetingId: moving.targetingId, change, cohort, reason, rebucket: null, deployId: null,
    incidentId: null, facts: { ...facts, policy: defaultFlagPolicy },
  };
}

/** Whom it moves of those who were known then, by the engine that applications are answered by. */
function moved(
  { author, flagId, targetingId, at }: Moving,
  change: (now: OpenTargeting) => OpenTargeting,
): { readonly cohort: Cohort; readonly parts: number } {
  const flag = author.stateOf(flagDecider, flagId) as ManagedFlag;
  const targeting = author.stateOf(targetingDecider, targetingId) as OpenTargeting;
  const world = { flag: () => undefined, segment: () => undefined };
  const known = author.records().filter(({ category, begins }) => category === customerDecider.category && begins < at);
  const customers = known.map(({ state }): ProvenCustomer => {
    const customer = state as KnownCustomer;
    return { id: customer.id, context: contextOfCustomer(customer) };
  });
  const cohort = cohortProof({
    before: compileFlag({ flag, targeting }, world), after: compileFlag(
      { flag, targeting: change(targeting) }, world,
    ), customers, position: "0",
  });
  return { cohort, parts: targeting.rules.rollout?.parts ?? 0 };
}

import { own } from "@ballast/schema/own";
import { z } from "zod";
import { CannotSay } from "../moved.ts";
import { shaped } from "../reading.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const clauseShape = z.looseObject({
  attribute: z.string().default(""), op: z.string(), values: z.array(scalar).default([]), negate: z.boolean().default(false),
  contextKind: z.string().default("user"),
});
const rolloutShape = z.looseObject({
  variations: z.array(z.looseObject({ variation: z.int().min(0), weight: z.int().min(0), untracked: z.boolean().optional() })).min(1),
  bucketBy: z.string().nullish(), seed: z.number().nullish(), contextKind: z.string().default("user"), kind: z.string().optional(),
});
const serveShape = z.looseObject({ variation: z.int().min(0).optional(), rollout: rolloutShape.nullish() });
const ruleShape = z.looseObject({ ...serveShape.shape, clauses: z.array(clauseShape).default([]), description: z.string().optional() });
const environmentShape = z.looseObject({
  on: z.boolean().default(false),
  archived: z.boolean().default(false),
  salt: z.string().default(""),
  offVariation: z.int().min(0).nullish(),
  fallthrough: serveShape.default({}),
  targets: z.array(z.looseObject({ values: z.array(z.string()), variation: z.int().min(0) })).default([]),
  contextTargets: z
    .array(z.looseObject({ values: z.array(z.string()).default([]), variation: z.int().min(0), contextKind: z.string().default("user") }))
    .default([]),
  rules: z.array(ruleShape).default([]),
  prerequisites: z.array(z.looseObject({ key: z.string(), variation: z.int().min(0) })).default([]),
});
/** What SDKs, the Relay Proxy and file data sources have. */
const sdkFlag = z.looseObject({ ...environmentShape.shape, variations: z.array(z.unknown()) });
const segmentShape = z.looseObject({
  included: z.array(z.string()).default([]), excluded: z.array(z.string()).default([]),
  includedContexts: z.array(z.unknown()).default([]), excludedContexts: z.array(z.unknown()).default([]),
  rules: z.array(z.looseObject({ clauses: z.array(clauseShape).default([]), weight: z.number().nullish() })).default([]),
  unbounded: z.boolean().optional(), deleted: z.boolean().optional(),
});
const sdkData = z.looseObject({
  flags: z.record(z.string(), sdkFlag).default({}), segments: z.record(z.string(), segmentShape).default({}),
  flagValues: z.record(z.string(), z.unknown()).default({}),
});
/** What a list says of an environment whose rules it leaves out, which is how it answers unless told. */
const summaryShape = z.looseObject({
  prerequisites: z.number().default(0),
  variations: z
    .record(
      z.string(),
      z.looseObject({
        rules: z.number().default(0),
        nullRules: z.number().default(0),
        targets: z.number().default(0),
        contextTargets: z.number().default(0),
        isFallthrough: z.boolean().default(false),
        isOff: z.boolean().default(false),
        rollout: z.int().min(0).optional(),
        bucketBy: z.string().optional(),
      }),
    )
    .default({}),
});
/** What `GET /api/v2/flags/{project}` answers, and `GET /api/v2/segments/{project}/{environment}` beside it. */
const restFlag = z.looseObject({
  key: z.string(),
  description: z.string().nullish(),
  temporary: z.boolean().default(true),
  archived: z.boolean().default(false),
  tags: z.array(z.string()).default([]),
  variations: z.array(z.looseObject({ value: z.unknown(), name: z.string().nullish() })),
  environments: z.record(z.string(), z.looseObject({ ...environmentShape.shape, _summary: summaryShape.optional() })).default({}),
});
const restData = z.looseObject({
  items: z.array(restFlag), segments: z.array(z.looseObject({ ...segmentShape.shape, key: z.string() })).default([]),
});

export type Clauses = readonly z.infer<typeof clauseShape>[];
export type SdkFlag = z.infer<typeof sdkFlag>;
export type Served = z.infer<typeof serveShape>;
export type Rule = z.infer<typeof ruleShape>;
export type Segment = z.infer<typeof segmentShape>;
export type Segments = Readonly<Record<string, Segment>>;
/** A flag in one environment. */
export interface Given {
  /** Where it cannot be had, why. */
  readonly flag: SdkFlag | CannotSay;
  readonly names: readonly (string | null | undefined)[];
  readonly description: string;
  readonly temporary: boolean;
  readonly notes: readonly string[];
}

/** What a file has of one environment. */
export interface Around {
  readonly segments: Segments;
  readonly known: ReadonlyMap<string, Given>;
}

/** @throws CommandFailure where it is another file */
export function readLaunchDarkly(data: unknown, environment: string): Around {
  const isList = Array.isArray(data);
  return isList || (typeof data === "object" && data !== null && "items" in data)
    ? restFlags(isList ? { items: data } : data, environment)
    : sdkFlags(data);
}

function sdkFlags(data: unknown): Around {
  const { flags, segments, flagValues } = shaped(sdkData, data, "data of a LaunchDarkly SDK or file data source");
  const bare = { names: [], description: "", temporary: true };
  const known = new Map<string, Given>();
  for (const [key, flag] of Object.entries(flags)) {
    const notes = ["SDK data says neither description nor whether it is temporary: taken as a release flag"];
    known.set(key, { ...bare, flag, notes });
  }
  for (const [key, value] of Object.entries(flagValues)) {
    const variations = [value, value === true ? false : value];
    known.set(key, { ...bare, flag: sdkFlag.parse({ on: true, variations, fallthrough: { variation: 0 }, offVariation: 1 }), notes: [] });
  }
  return { segments, known };
}

function restFlags(data: unknown, environment: string): Around {
  const { items, segments } = shaped(restData, data, "an answer of LaunchDarkly's GET /api/v2/flags");
  const known = items.map((item): [string, Given] => [
    item.key,
    {
      flag: restFlagIn(item, environment), names: item.variations.map(({ name }) => name), description: item.description ?? "",
      temporary: item.temporary, notes: item.tags.length === 0 ? [] : [`its tags (${item.tags.join(", ")}) have no place here`],
    },
  ]);
  return { known: new Map(known), segments: Object.fromEntries(segments.map((one) => [one.key, one])) };
}

type RestFlag = z.infer<typeof restFlag>;

function restFlagIn({ environments, variations, archived }: RestFlag, environment: string): SdkFlag | CannotSay {
  const there = own(environments, environment);
  if (there === undefined) {
    const names = Object.keys(environments).join(", ");
    return new CannotSay(`it is not in this environment${names === "" ? "" : `, but in ${names}`}: name another with --source-environment`);
  }
  const { _summary: summary, ...whole } = there;
  const said = whole.offVariation === undefined && summary !== undefined ? fromSummary(summary) : {};
  if (said instanceof CannotSay) return said;
  return { ...whole, ...said, variations: variations.map(({ value }) => value), archived: archived || there.archived };
}

/** All of a flag that asks nobody anything stands in its summary. */
function fromSummary({ prerequisites, variations: said }: z.infer<typeof summaryShape>): Partial<SdkFlag> | CannotSay {
  const all = Object.entries(said).map(([at, one]) => ({ variation: Number(at), ...one }));
  if (prerequisites > 0 || all.some(({ rules, nullRules, targets, contextTargets }) => rules + nullRules + targets + contextTargets > 0))
    return new CannotSay("this answer leaves out its rules: ask for it with ?summary=0");
  const [first, ...others] = all.filter(({ isFallthrough, rollout }) => isFallthrough || rollout !== undefined);
  const offVariation = all.find(({ isOff }) => isOff)?.variation ?? null;
  if (first === undefined) return new CannotSay("this answer does not say what it gives: ask for it with ?summary=0");
  if (others.length === 0) return { offVariation, fallthrough: { variation: first.variation } };
  const variations = [first, ...others].map(({ variation, rollout = 0 }) => ({ variation, weight: rollout }));
  return { offVariation, fallthrough: { rollout: { variations, bucketBy: first.bucketBy, contextKind: "user" } } };
}

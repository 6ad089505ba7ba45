import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, line, reason, slug, text, uuid } from "../scalars.ts";
import { attributePath, cohort, variantName } from "./targeting.ts";

/** Deepest nesting of a flag's value: deeper is no setting that somebody wrote. */
const DEEPEST = 32;
/** Longest value, as JSON text, in characters. */
const LONGEST = 64_000;

/** Looks no deeper than it has to: a value of a thousand brackets must not exhaust the stack. */
const isWithin = (value: unknown, depth: number): boolean =>
  typeof value !== "object" || value === null || (depth > 0 && Object.values(value).every((inner) => isWithin(inner, depth - 1)));

/** Any JSON value, of the size of a setting. */
export const settingValue = z
  .unknown()
  .refine((value) => value !== undefined, "a value is missing")
  .refine((value) => isWithin(value, DEEPEST), `it is nested more than ${DEEPEST} levels deep`)
  .refine(
    (value) => !isWithin(value, DEEPEST) || (JSON.stringify(value) ?? "").length <= LONGEST,
    `it has more than ${LONGEST} characters`,
  );

/** A flag's name at its source: free text. */
export const observedKey = z.string().min(1).max(300);

/** What a source says of one change of one flag; `seq` is its place there and, with the service, its id. */
export const flagChange = z.object({
  seq: z.int().min(0),
  /** When it happened, with the offset that the source gave. */
  at: instant,
  /** `added`, `removed`, or the source's word for another change. */
  change: line,
  /** The member of the state that changed; null where the whole did. */
  field: z.string().min(1).max(300).nullable(),
  from: settingValue,
  to: settingValue,
  who: line.nullable(),
  commit: z.string().min(1).max(64).nullable(),
  /** Version of the release that brought it, where the source names one. */
  release: line.nullable(),
  note: text,
});
export type FlagChange = z.infer<typeof flagChange>;

/** Key of a flag that Ballast manages: one stock client puts it into its address as it is. */
export const flagKey = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,200}$/, "use letters, digits, `.`, `_` and `-`")
  .refine((key) => !/^\.+$/.test(key), "a key is more than dots");

/** Temporary: release, experiment. Permanent: operations, permission; those are never stale. */
export const flagKinds = ["release", "experiment", "operations", "permission"] as const;
export type FlagKind = (typeof flagKinds)[number];
export const valueTypes = ["boolean", "string", "number", "json"] as const;
export type ValueType = (typeof valueTypes)[number];

/** What a flag can give. Names are unique; every value is of the flag's type. */
export const variants = z.array(z.object({ name: variantName, value: settingValue })).min(2).max(20);
export type Variants = z.infer<typeof variants>;

/** What answers say themselves beside a value. */
const saidAnyway: ReadonlySet<string> = new Set(["rule", "position", "log", "asOf"]);
/** Most members of a flag's metadata. */
const MOST_METADATA = 50;

const metadataName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9._-]{0,99}$/, "use letters, digits, `.`, `_` and `-`, beginning with a letter")
  .refine((name) => !saidAnyway.has(name), "answers say that themselves: rule, position, log and asOf are taken")
  .refine((name) => !Reflect.has(Object.prototype, name), "it is a word of JavaScript's own");

/** What is told to applications beside a flag's value, whatever they get. */
export const flagMetadata = z.preprocess(
  (given, context) => {
    // A record schema drops this name without a word.
    if (typeof given === "object" && given !== null && Object.hasOwn(given, "__proto__"))
      context.addIssue({ code: "custom", message: "a member cannot be called __proto__" });
    return given;
  },
  z
    .record(metadataName, z.union([
      z.string().max(1_000), z.number().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER), z.boolean(),
    ]))
    .refine((all) => Object.keys(all).length <= MOST_METADATA, `at most ${MOST_METADATA} members are kept`),
);
export type FlagMetadata = Readonly<z.infer<typeof flagMetadata>>;

/** Flags that were registered before engines were recorded were divided by this one. */
const firstEngine = "flagd-core@4.0.1+compiler.1";
/** What compiles and evaluates a flag, with the versions of both. */
export const flagEngine = z.string().regex(/^[a-z0-9][a-z0-9-]*@[0-9A-Za-z.+-]{1,80}$/, "an engine is NAME@VERSION+compiler.VERSION");

const observed = { flagId: uuid, serviceId: uuid, key: observedKey, environment: line.nullable() };

const described = {
  description: text,
  ownerId: uuid,
  /** When it should be gone; its owner is told. */
  expiresAt: instant.nullable(),
  /** Services whose metrics and incidents concern it. */
  serviceIds: z.array(uuid).max(50),
  /** What it must not make worse sends a ramp back; what it hopes to change only pauses it. */
  metrics: z.array(z.object({ name: z.enum(["errors", "latency"]), role: z.enum(["guardrail", "signal"]) })).max(2),
  metadata: flagMetadata,
};

/** A flag: one that Ballast manages, or one that another system holds, of whose changes it hears. */
export const flagEvents = {
  FlagRegistered: defineEvent({
    type: "FlagRegistered",
    schema: z.object({
      flagId: uuid, key: flagKey, kind: z.enum(flagKinds), valueType: z.enum(valueTypes), variants,
      /** What a kill, a failed prerequisite and being named off give. */
      offVariant: variantName,
      /** Literal and for ever: another seed would divide customers anew. */
      seed: z.string().min(1).max(100),
      /** The attribute by which customers are divided; `targetingKey` is the customer's id. */
      bucketBy: attributePath,
      /** Another one may divide customers anew: a flag keeps its own. */
      engine: flagEngine,
      ...described,
    }),
    // Nothing was told beside values, and there was one engine.
    upcasts: [(data) => ({ ...data, metadata: {}, engine: firstEngine })],
  }),
  FlagDescribed: defineEvent({
    type: "FlagDescribed",
    schema: z.object({ flagId: uuid, ...described }),
    // Nothing was told beside values.
    upcasts: [(data) => ({ ...data, metadata: {} })],
  }),
  /** After how many days of the same for everyone, or of nobody asking, it is to be cleaned up; null: seven. */
  FlagCleanUpSet: defineEvent({
    type: "FlagCleanUpSet", schema: z.object({ flagId: uuid, afterDays: z.int().min(1).max(3_650).nullable() }),
  }),
  /** Another engine divides its customers from now on; who moved, in each environment. */
  EngineChanged: defineEvent({
    type: "EngineChanged",
    schema: z.object({
      flagId: uuid, from: flagEngine, to: flagEngine, reason, cohorts: z.array(z.object({ environment: slug, cohort })).max(1_000),
    }),
  }),
  FlagArchived: defineEvent({ type: "FlagArchived", schema: z.object({ flagId: uuid, reason }) }),
  FlagChangeImported: defineEvent({ type: "FlagChangeImported", schema: z.object({ ...observed, ...flagChange.shape }) }),
  /** Its source says another thing now of a change that it has told before. */
  FlagChangeImportCorrected: defineEvent({ type: "FlagChangeImportCorrected", schema: z.object({ flagId: uuid, ...flagChange.shape }) }),
};
export type FlagEvent = EventsOf<typeof flagEvents>;

import { Rejection } from "@ballast/domain";
import { Sizes, type FlagdFlag, type Logic } from "./logic.ts";
import { divided } from "./shares.ts";
import { checkGiven, stepsOf, type FlagInEnvironment, type FlagWorld, type Place, type Step, type StepScope } from "./steps.ts";

/** Goes up with every change of what the compiler writes for the same flag. */
export const compilerVersion = "1";

/** So many flags may stand one behind the other. */
const DEEPEST = 10;

/** A flag in an environment, ready for the engine. */
export interface CompiledFlag extends FlagInEnvironment {
  /** As applications that follow flagd's sync get it. */
  readonly flagd: FlagdFlag;
  /** The same with the place in front of each variant: one evaluation says what is given and why. */
  readonly labelled: FlagdFlag;
  /** The way through it as it is now: none for one that is killed. */
  readonly steps: readonly Step[];
  readonly needed: Needed;
}

/** Flags that must give one of some variants before this one gives anything, as long as it is not killed. */
export interface Needed {
  /** Attributes that they, and what they need in turn, divide customers by. */
  readonly dividedBy: readonly string[];
  readonly flags: readonly NeededFlag[];
}

interface NeededFlag {
  readonly variants: readonly string[];
  /** Compiles it: nobody asks but for somebody who cannot be divided. Null where it is archived or not there, and so has failed. */
  compile(): CompiledFlag | null;
}

/** How a place and a variant are one name: no variant has a slash in its name. */
export const labelOf = (place: Place, variant: string): string => `${place}/${variant}`;
/** The other way round; null for what is no label. */
export function unlabelled(label: string): { readonly place: string; readonly variant: string } | null {
  const slash = label.indexOf("/");
  return slash < 0 ? null : { place: label.slice(0, slash), variant: label.slice(slash + 1) };
}

interface Compiling {
  readonly world: FlagWorld;
  readonly sizes: Sizes;
  /** Variants of prerequisites as expressions, once each; null where one has failed. */
  readonly known: Map<string, Logic | null>;
  /** Attributes that prerequisites divide by. */
  readonly dividedBy: Set<string>;
}

const compiling = (world: FlagWorld): Compiling => ({ world, sizes: new Sizes(), known: new Map(), dividedBy: new Set() });

/** What a flag's steps may ask for; `path` are the flags that are being compiled, the outermost first. */
function scopeOf({ flag }: FlagInEnvironment, path: readonly FlagInEnvironment[], state: Compiling): StepScope {
  return {
    key: flag.key,
    bucketBy: flag.bucketBy,
    segment: (segmentId) => state.world.segment(segmentId),
    variantOf: (flagId) => prerequisite(flagId, path, state),
  };
}

/** For whoever looks at a flag step by step, as explaining does. */
export const scopeFor = (subject: FlagInEnvironment, world: FlagWorld): StepScope => scopeOf(subject, [subject], compiling(world));

function prerequisite(flagId: string, path: readonly FlagInEnvironment[], state: Compiling): Logic | null {
  const [outermost] = path;
  const circle = path.findIndex(({ flag }) => flag.flagId === flagId);
  if (circle >= 0) {
    const keys = [...path.slice(circle), path[circle]].map((inside) => inside?.flag.key ?? "");
    throw new Rejection("PREREQUISITE_CIRCLE", `${keys.join(" needs ")}`, ["prerequisites"]);
  }
  if (path.length > DEEPEST)
    throw new Rejection("CANNOT_COMPILE", `${outermost?.flag.key ?? ""}: more than ${String(DEEPEST)} flags stand one behind the other`, [
      "prerequisites",
    ]);
  const known = state.known.get(flagId);
  if (known !== undefined) return known;
  const subject = state.world.flag(flagId);
  const variant = subject === undefined || subject.flag.archived !== null ? null : closed(subject, path, state);
  state.known.set(flagId, variant);
  return variant;
}

/** A flag's variant as one expression that always has an answer. */
function closed(subject: FlagInEnvironment, path: readonly FlagInEnvironment[], state: Compiling): Logic {
  const { steps, end } = wayThrough(subject, path, state);
  if (steps.some(({ parts }) => parts !== null && parts > 0)) state.dividedBy.add(subject.flag.bucketBy);
  const logic = joined(subject, steps, { end: end.variant, label: (_, variant) => variant });
  state.sizes.check(subject.flag.key, logic);
  return logic;
}

interface Way {
  readonly steps: readonly Step[];
  /** For whom none of the steps holds. */
  readonly end: { readonly place: Place; readonly variant: string };
}

function wayThrough(subject: FlagInEnvironment, path: readonly FlagInEnvironment[], state: Compiling): Way {
  const { targeting } = subject;
  if (targeting.kills.length > 0) return { steps: [], end: { place: "kill", variant: targeting.offVariant } };
  const steps = stepsOf(subject, scopeOf(subject, [...path, subject], state));
  checkGiven(subject, steps);
  const [first] = steps;
  if (first?.when === true) return { steps: [], end: { place: first.place, variant: targeting.offVariant } };
  return { steps, end: { place: "default", variant: targeting.rules.defaultVariant } };
}

type Label = (place: Place, variant: string) => string;

function joined(
  { flag }: FlagInEnvironment,
  steps: readonly Step[],
  { end, label }: { readonly end: string | null; readonly label: Label },
): Logic {
  if (steps.length === 0) return end;
  const branches = steps.flatMap(({ place, when, gives }) => [when, divided(flag, gives, (variant) => label(place, variant))]);
  return { if: end === null ? branches : [...branches, end] };
}

/** Steps in the order in which they stand, and their places and variants as names. */
function flagdOf(subject: FlagInEnvironment, { steps, end }: Way, label: Label): FlagdFlag {
  const { flag } = subject;
  const values = new Map(flag.variants.map(({ name, value }) => [name, value]));
  const places: readonly (readonly [Place, string])[] = [
    [end.place, end.variant],
    ...steps.flatMap(({ place, gives }) => gives.map(({ variant }) => [place, variant] as const)),
  ];
  const named = places.map(([place, variant]) => [label(place, variant), values.get(variant)] as const);
  const targeting = joined(subject, steps, { end: null, label });
  return {
    state: flag.archived === null ? "ENABLED" : "DISABLED",
    variants: Object.fromEntries(named),
    defaultVariant: label(end.place, end.variant),
    ...(targeting !== null && { targeting }),
  };
}

/** @throws Rejection CANNOT_COMPILE, PREREQUISITE_CIRCLE */
export function compileFlag(subject: FlagInEnvironment, world: FlagWorld): CompiledFlag {
  const state = compiling(world);
  const way =
    subject.flag.archived === null
      ? wayThrough(subject, [], state)
      : { steps: [], end: { place: "default" as const, variant: subject.targeting.offVariant } };
  const labelled = flagdOf(subject, way, labelOf);
  if (labelled.targeting !== undefined) state.sizes.check(subject.flag.key, labelled.targeting);
  const flagd = {
    ...flagdOf(subject, way, (_, variant) => variant),
    variants: Object.fromEntries(subject.flag.variants.map(({ name, value }) => [name, value])),
    ...(Object.keys(subject.flag.metadata).length > 0 && { metadata: subject.flag.metadata }),
  };
  return { ...subject, flagd, labelled, steps: way.steps, needed: neededOf(subject, state) };
}

function neededOf({ targeting: { kills, rules } }: FlagInEnvironment, { world, dividedBy }: Compiling): Needed {
  const needed = kills.length > 0 ? [] : rules.prerequisites;
  const flags = needed.map(({ flagId, variants }) => ({
    variants,
    compile() {
      const subject = world.flag(flagId);
      return subject === undefined || subject.flag.archived !== null ? null : compileFlag(subject, world);
    },
  }));
  return { dividedBy: [...dividedBy], flags };
}

import { flagdFile, type FlagContext } from "@ballast/flags";
import { own } from "@ballast/schema/own";
import { flagMetadata, type FlagMetadata, type Variants } from "@ballast/schema";
import { z } from "zod";
import { CannotSay, eachFlag, valueTypeOf, variantNamed, type Moved, type MovedFlag } from "../moved.ts";
import { shaped } from "../reading.ts";
import { ownFlagsIn } from "./ownFile.ts";
import { Reading } from "./targeting.ts";

const flagShape = z.looseObject({
  state: z.enum(["ENABLED", "DISABLED"]),
  variants: z.record(z.string(), z.unknown()),
  defaultVariant: z.string().nullish(),
  targeting: z.unknown().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
/** The daemon takes a list as well, each flag with its key in it. */
const listed = z.array(z.looseObject({ ...flagShape.shape, key: z.string().min(1) }));
const fileShape = z.looseObject({
  flags: z.union([
    z.record(z.string(), flagShape),
    listed.transform((all) => Object.fromEntries(all.map(({ key, ...flag }) => [key, flag]))),
  ]),
  $evaluators: z.record(z.string(), z.unknown()).default({}),
});
type Flag = z.infer<typeof flagShape>;

/**
 * Flags in flagd's own format (https://flagd.dev/schema/v0/flags.json), and those that Ballast wrote in it. What they give there, the
 * engine itself says.
 */
export function fromFlagd(data: unknown): Moved {
  const { flags, $evaluators: evaluators, ballast } = shaped(fileShape, data, "a file of flagd");
  const ours = ownFlagsIn(ballast, flags);
  const made = eachFlag(Object.entries(flags), (key, flag) => {
    const variantOf = engineOf(key, flag, evaluators);
    const written = ours.flag(key);
    if (written !== null && written !== undefined) return { ...written, notes: [], given: (context) => variantOf(context) };
    const moved = toMoved(key, flag, withShared(flag.targeting, evaluators));
    const names = new Map(Object.keys(flag.variants).map((name) => [name, variantNamed(name)]));
    const changed = written === null ? ["it was changed since Ballast wrote it: read as it stands there, without segments and names"] : [];
    return { ...moved, notes: [...changed, ...moved.notes], given: (context) => names.get(variantOf(context) ?? "") ?? null };
  });
  const asked = new Set(made.flags.flatMap((flag) => flag.segments));
  return { ...made, segments: ours.segments.filter(({ key }) => asked.has(key)) };
}

/** What it gives there: each by itself, since the daemon too goes on without one that it does not take. */
function engineOf(key: string, flag: Flag, evaluators: unknown): (context: FlagContext) => string | null {
  try {
    const file = flagdFile(JSON.stringify({ flags: { [key]: flag }, $evaluators: evaluators }));
    return (context) => file.variantOf(key, context);
  } catch (error) {
    throw new CannotSay(`flagd itself does not take it: ${(error instanceof Error ? error.message : String(error)).slice(0, 300)}`);
  }
}

/** With what `$ref` names in its place. */
function withShared(node: unknown, shared: Readonly<Record<string, unknown>>, depth = 0): unknown {
  if (depth > 50) throw new CannotSay("its rules refer to each other in a circle, or lie too deep");
  if (Array.isArray(node)) return node.map((one) => withShared(one, shared, depth + 1));
  if (typeof node !== "object" || node === null) return node;
  const [[operator, operand] = [], ...others] = Object.entries(node);
  if (operator === "$ref" && others.length === 0) {
    const found = own(shared, String(operand));
    if (found === undefined) throw new CannotSay(`it refers to ${String(operand)}, which is not in the file`);
    return withShared(found, shared, depth + 1);
  }
  return Object.fromEntries(Object.entries(node).map(([name, one]) => [name, withShared(one, shared, depth + 1)]));
}

function toMoved(key: string, flag: Flag, targeting: unknown): Omit<MovedFlag, "given"> {
  if (flag.state === "DISABLED") throw new CannotSay("it is disabled there, which gives the code default: archive it there, or enable it");
  const values = Object.entries(flag.variants);
  if (values.length < 2) throw new CannotSay("it has only one variant");
  if (flag.defaultVariant === null || flag.defaultVariant === undefined)
    throw new CannotSay("it names no default variant: that is the code default");
  const variants = values.map(([name, value]) => ({ name: variantNamed(name), value: value as Variants[number]["value"] }));
  const offVariant = variantNamed(values.find(([name, value]) => value === false || name === "off")?.[0] ?? flag.defaultVariant);
  const reading = new Reading(new Set(Object.keys(flag.variants)), { key, offVariant, defaultVariant: variantNamed(flag.defaultVariant) });
  const { rules, rollout, defaultVariant } = reading.whole(targeting);
  const { description, metadata, notes } = beside(flag);
  return {
    key,
    description,
    metadata,
    kind: "release",
    valueType: valueTypeOf(variants.map(({ value }) => value)),
    variants,
    offVariant,
    seed: reading.seed,
    bucketBy: reading.bucketBy,
    off: false,
    overrides: [],
    segments: [],
    rules: { prerequisites: [], rules: [...rules], rollout, defaultVariant },
    notes: [
      "flagd does not say whether it is temporary: taken as a release flag",
      ...(own(flag.variants, "off") === undefined && !values.some(([, value]) => value === false)
        ? [`flagd names no off variant: ${offVariant} is taken`]
        : []),
      ...reading.notes, ...notes,
    ],
  };
}

/** What is told beside its value; a text called description is what it is. */
function beside({ metadata = {} }: Flag): {
  readonly description: string;
  readonly metadata: FlagMetadata;
  readonly notes: readonly string[];
} {
  const { description, ...others } = metadata;
  const kept = flagMetadata.safeParse(others);
  return {
    description: typeof description === "string" ? description : "",
    metadata: kept.success ? kept.data : {},
    notes: kept.success ? [] : ["its metadata cannot be kept as it is, and is left out"],
  };
}

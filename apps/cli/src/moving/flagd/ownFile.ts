import { isDeepStrictEqual } from "node:util";
import { Rejection } from "@ballast/domain";
import { compileFlag, compileStrictly, type FlagdFlag, type FlagWorld } from "@ballast/flags";
import { customer, flagKinds, line, segmentMembers, slug, targetingRules, text, valueTypes, variantName } from "@ballast/schema";
import { own } from "@ballast/schema/own";
import { z } from "zod";
import { segmentIdOf, type MovedSegment, type SaidFlag } from "../moved.ts";
import { placeOf, worldOf, type SaidFlags } from "../places.ts";

/** What flagd's format has no word for stands beside it, under this name, which flagd leaves alone. */
const ownPart = z.object({
  version: z.literal(1),
  environment: slug,
  segments: z.array(z.object({ key: slug, name: line, description: text, members: segmentMembers })),
  flags: z.record(
    z.string(),
    z.object({
      kind: z.enum(flagKinds), valueType: z.enum(valueTypes), description: text, offVariant: variantName, seed: z.string().min(1).max(100),
      bucketBy: z.string(), killed: z.boolean(), rules: targetingRules,
      /** In their order, which divides customers; the values are flagd's. */
      variants: z.array(variantName),
      overrides: z.array(z.object({ customer, variant: variantName })),
    }),
  ),
});
type OwnPart = z.infer<typeof ownPart>;

/** A file that flagd takes, and Ballast too. */
export interface OwnFile {
  readonly $schema: string;
  readonly metadata: { readonly flagSetId: string };
  readonly flags: Readonly<Record<string, FlagdFlag>>;
  readonly ballast: OwnPart;
}

/** @returns the file, and what the compiler does not take any more, flag by flag */
export function flagdFileOf(
  { flags, segments }: SaidFlags,
  environment: string,
): { readonly file: OwnFile; readonly leftOut: readonly { readonly key: string; readonly why: string }[] } {
  const world = worldOf({ flags, segments }, environment);
  const leftOut: { key: string; why: string }[] = [];
  const written = flags.flatMap((said) => {
    try {
      return [{ said, flagd: compileStrictly(placeOf(said, environment), world).flagd }];
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      leftOut.push({ key: said.key, why: error.message });
      return [];
    }
  });
  const file: OwnFile = {
    $schema: "https://flagd.dev/schema/v0/flags.json",
    metadata: { flagSetId: environment },
    flags: Object.fromEntries(written.map(({ said, flagd }) => [said.key, flagd])),
    ballast: {
      version: 1,
      environment,
      segments: segments.map(({ key, name, description, members }) => ({ key, name, description, members })),
      flags: Object.fromEntries(written.map(({ said }) => [said.key, partOf(said)])),
    },
  };
  return { file, leftOut };
}

const partOf = ({ variants, off, overrides, ...said }: SaidFlag): OwnPart["flags"][string] => ({
  kind: said.kind, valueType: said.valueType, description: said.description, offVariant: said.offVariant, seed: said.seed,
  bucketBy: said.bucketBy, killed: off, rules: said.rules, variants: variants.map(({ name }) => name),
  overrides: overrides.map(({ customer: id, variant }) => ({ customer: id, variant })),
});

/** A flag of a file that Ballast wrote, whole. */
export interface OwnFlag extends SaidFlag {
  readonly segments: readonly string[];
}

/** What Ballast wrote beside flagd's flags. */
export interface OwnFlags {
  readonly segments: readonly MovedSegment[];
  /** The flag as Ballast wrote it; null where flagd's has been changed since, `undefined` where Ballast wrote none. */
  flag(key: string): OwnFlag | null | undefined;
}

const nothing: OwnFlags = { segments: [], flag: () => undefined };

/** Believed only where it compiles to what stands in the file as flagd's: what somebody has changed there is read as flagd has it. */
export function ownFlagsIn(part: unknown, flags: Readonly<Record<string, FileFlag>>): OwnFlags {
  const read = ownPart.safeParse(part);
  if (!read.success) return nothing;
  const { environment, segments, flags: parts } = read.data;
  const said = new Map(
    Object.entries(parts).flatMap(([key, one]): [string, SaidFlag][] => {
      const there = own(flags, key);
      return there === undefined ? [] : [[key, saidOf(key, one, there)]];
    }),
  );
  const world = worldOf({ flags: [...said.values()], segments }, environment);
  return {
    segments,
    flag: (key) => {
      const found = said.get(key);
      if (found === undefined) return undefined;
      return isAsWritten(found, own(flags, key), { world, environment }) ? { ...found, segments: askedBy(found, segments) } : null;
    },
  };
}

/** A flag as it stands in a file of flagd's. */
export interface FileFlag {
  readonly variants: Readonly<Record<string, unknown>>;
  readonly metadata?: unknown;
}

function saidOf(key: string, { killed, variants, ...part }: OwnPart["flags"][string], there: FileFlag): SaidFlag {
  return {
    ...part, key, off: killed, metadata: (there.metadata ?? {}) as SaidFlag["metadata"],
    variants: variants.map((name) => ({ name, value: own(there.variants, name) as SaidFlag["variants"][number]["value"] })),
  };
}

function isAsWritten(
  said: SaidFlag,
  there: FileFlag | undefined,
  { world, environment }: { readonly world: FlagWorld; readonly environment: string },
): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(JSON.stringify(compileFlag(placeOf(said, environment), world).flagd)), there);
  } catch (error) {
    if (error instanceof Rejection) return false;
    throw error;
  }
}

const askedBy = ({ rules }: SaidFlag, segments: readonly MovedSegment[]): readonly string[] => {
  const conditions = rules.rules.flatMap((rule) => rule.conditions);
  const ids = new Set(conditions.flatMap((one) => (one.kind === "segment" ? [one.segmentId] : [])));
  return segments.flatMap(({ key }) => (ids.has(segmentIdOf(key)) ? [key] : []));
};

import { Rejection } from "@ballast/domain";
import type { ManagedFlag } from "@ballast/domain/flag";
import type { DefinedSegment } from "@ballast/domain/segment";
import { offForEveryone, type OpenTargeting } from "@ballast/domain/targeting";
import type { Cohort } from "@ballast/schema";
import { cohortProofInPieces } from "./cohort.ts";
import { inPieces } from "./following/pieces.ts";
import { compileFlag, type CompiledFlag } from "./compile.ts";
import { compileStrictly, OpenFlag } from "./engine.ts";
import { engineId } from "./engines.ts";
import type { HeldFlags } from "./following/heldFlags.ts";
import { needsOf } from "./following/needs.ts";
import type { FlagInEnvironment, FlagWorld } from "./steps.ts";

/** What a segment's proof is worked out with: flags, segments and customers as one server holds them. */
export interface SegmentProofSource {
  readonly held: Pick<HeldFlags, "world" | "customers" | "subject">;
  position(): string;
}

/** A segment as it would be, and the flags that may follow it, by the ids of their targetings. */
export interface SegmentChange {
  readonly segment: DefinedSegment;
  readonly targetingIds: readonly string[];
}

/** What a change of a segment does to whom. */
export interface SegmentProof {
  /** Who enters and leaves the segment itself. */
  readonly members: Cohort;
  /** Known customers who are in it then. */
  readonly within: number;
  /** By targeting: who switches there. Null where the flag could not be compiled with it. */
  readonly flags: ReadonlyMap<string, Cohort | null>;
}

const insideOnly = (segmentId: string): OpenTargeting => ({
  status: "open", targetingId: segmentId, flagId: segmentId, environment: "everywhere", offVariant: "out", overrides: [], kills: [],
  changes: 0, requests: [], ramp: null, stale: null,
  rules: {
    ...offForEveryone("out"),
    rules: [
      {
        ruleId: "within", name: "within", conditions: [{ kind: "segment", segmentId, within: true }],
        serve: { kind: "variant", variant: "in" },
      },
    ],
  },
});

/** Being in a segment, as a flag: the same engine says who is. */
const membership = ({ segmentId, key }: DefinedSegment): FlagInEnvironment => {
  const flag: ManagedFlag = {
    status: "managed", flagId: segmentId, key, kind: "permission", valueType: "boolean", offVariant: "out", seed: key,
    variants: [{ name: "in", value: true }, { name: "out", value: false }], bucketBy: "targetingKey", description: "", ownerId: segmentId,
    expiresAt: null, serviceIds: [], metrics: [], metadata: {}, engine: engineId, archived: null, cleanUpAfterDays: null,
  };
  return { flag, targeting: insideOnly(segmentId) };
};

const withSegment = (world: FlagWorld, segment: DefinedSegment): FlagWorld => ({
  flag: (flagId) => world.flag(flagId), segment: (segmentId) => (segmentId === segment.segmentId ? segment : world.segment(segmentId)),
});

/** A flag that cannot be compiled gives nobody anything. */
function asItIs(subject: FlagInEnvironment, world: FlagWorld): CompiledFlag | null {
  try {
    return compileFlag(subject, world);
  } catch (error) {
    if (error instanceof Rejection) return null;
    throw error;
  }
}

async function countWithin(member: CompiledFlag, customers: ReturnType<HeldFlags["customers"]>): Promise<number> {
  const flag = new OpenFlag(member);
  let within = 0;
  await inPieces(customers, ({ context }) => {
    if (flag.evaluate(context).variant === "in") within += 1;
  });
  return within;
}

/**
 * Who enters and leaves a segment when it is defined so, and who then switches in each flag whose rules, or whose prerequisites' rules,
 * ask for it; over everybody known to this server.
 * @throws Rejection CANNOT_COMPILE where the engine could not say who is in the segment
 */
export async function proveSegment(
  { held, position }: SegmentProofSource,
  { segment, targetingIds }: SegmentChange,
): Promise<SegmentProof> {
  const proof = async (subject: FlagInEnvironment): Promise<{ readonly cohort: Cohort; readonly after: CompiledFlag }> => {
    const world = held.world(subject.targeting.environment);
    const after = compileStrictly(subject, withSegment(world, segment));
    const question = { before: asItIs(subject, world), after, customers: held.customers(), position: position() };
    return { cohort: await cohortProofInPieces(question), after };
  };
  const { cohort: members, after: member } = await proof(membership(segment));
  const flags = new Map<string, Cohort | null>();
  for (const targetingId of targetingIds) {
    const subject = held.subject(targetingId);
    if (subject === undefined || !needsOf(subject, held.world(subject.targeting.environment)).segmentIds.has(segment.segmentId)) continue;
    try {
      flags.set(targetingId, (await proof(subject)).cohort);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      flags.set(targetingId, null);
    }
  }
  return { members, within: await countWithin(member, held.customers()), flags };
}

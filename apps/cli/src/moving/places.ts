import type { ManagedFlag } from "@ballast/domain/flag";
import type { OpenTargeting } from "@ballast/domain/targeting";
import { engineId, type FlagInEnvironment, type FlagWorld } from "@ballast/flags";
import { flagIdOf, segmentIdOf, type MovedSegment, type SaidFlag } from "./moved.ts";

/** Flags of one environment and the segments that they ask for. */
export interface SaidFlags {
  readonly flags: readonly SaidFlag[];
  readonly segments: readonly MovedSegment[];
}

/** A flag as the engine's compiler takes it; under a kill where it is off for everyone. */
export function placeOf(said: SaidFlag, environment: string): FlagInEnvironment {
  const { key, kind, valueType, variants, offVariant, seed, bucketBy, description, metadata, rules, overrides, off } = said;
  const flagId = flagIdOf(key);
  const flag: ManagedFlag = {
    status: "managed", flagId, key, kind, valueType, variants, offVariant, seed, bucketBy, description, ownerId: flagId, expiresAt: null,
    serviceIds: [], cleanUpAfterDays: null, metrics: [], metadata, engine: engineId, archived: null,
  };
  const named = overrides.map(({ customer, variant }) => ({ customer, variant, expiresAt: null, incidentId: null, reason: "moved" }));
  const kills = off ? [{ killId: flagId, reason: null, incidentId: null }] : [];
  const targeting: OpenTargeting = {
    status: "open", targetingId: flagId, flagId, environment, offVariant, rules, overrides: named, kills, changes: 0, stale: null,
    requests: [], ramp: null,
  };
  return { flag, targeting };
}

/** What these flags can ask for: each other, and the segments beside them. */
export function worldOf({ flags, segments }: SaidFlags, environment: string): FlagWorld {
  const places = new Map(flags.map((flag) => [flagIdOf(flag.key), placeOf(flag, environment)]));
  const known = new Map(
    segments.map((one) => [segmentIdOf(one.key), { status: "defined", segmentId: segmentIdOf(one.key), ...one, archived: null } as const]),
  );
  return { flag: (flagId) => places.get(flagId), segment: (segmentId) => known.get(segmentId) };
}

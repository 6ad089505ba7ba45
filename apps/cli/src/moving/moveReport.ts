import { createHash } from "node:crypto";
import { Rejection } from "@ballast/domain";
import type { ManagedFlag } from "@ballast/domain/flag";
import type { OpenTargeting } from "@ballast/domain/targeting";
import { canonicalJson } from "@ballast/eventlog";
import {
  compileStrictly, contextOfCustomer, engineId, OpenFlag, type FlagCustomer, type FlagInEnvironment, type FlagWorld,
} from "@ballast/flags";
import { flagKey, targetingRules } from "@ballast/schema";
import { flagIdOf, segmentIdOf, type Moved, type MovedFlag } from "./moved.ts";

/** Somebody who would get something else here than there. */
export interface Switch {
  readonly customer: string;
  readonly from: string;
  readonly to: string;
}

/** What moving one flag does to the known customers. */
export interface FlagReport {
  readonly key: string;
  readonly same: number;
  readonly switches: readonly Switch[];
  /** Of whom nobody can tell: there, or here. */
  readonly cannotTell: readonly string[];
  /** Of those who switch, how many are kept where they are, by name. */
  readonly kept: number;
  readonly notes: readonly string[];
}

/** The whole report. Two reports of the same file over the same customers have the same hash. */
export interface MoveReport {
  readonly known: number;
  readonly flags: readonly FlagReport[];
  readonly refused: Moved["refused"];
  readonly hash: string;
}

/** What is moved, once it is known what cannot be. */
export interface Reported {
  readonly report: MoveReport;
  readonly moved: Moved;
}

/** So many who switch are kept by name in one flag; the list of a flag's names is for people. */
export const MOST_KEPT = 1_000;

const odd: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Works out who switches sides, flag by flag, by the engine that applications are answered by. */
export function reportOf(
  moved: Moved,
  {
    customers, keepSides, environment,
  }: { readonly customers: readonly FlagCustomer[]; readonly keepSides: boolean; readonly environment: string },
): Reported {
  const refused = [...moved.refused];
  const usable = moved.flags.filter((flag) => {
    const why =
      !flagKey.safeParse(flag.key).success || odd.has(flag.key)
        ? "its key is not URL-safe: use letters, digits, `.`, `_` and `-`"
        : problemOf(flag);
    if (why !== null) refused.push({ key: flag.key, why });
    return why === null;
  });
  const places = new Map(usable.map((flag) => [flagIdOf(flag.key), placeOf(flag, environment)]));
  const world = worldOf(moved, places);
  const made: { flag: MovedFlag; report: FlagReport }[] = [];
  for (const flag of usable) {
    try {
      made.push(moveOf(flag, new OpenFlag(compileStrictly(placeOf(flag, environment), world)), { customers, keepSides }));
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      refused.push({ key: flag.key, why: error.message });
    }
  }
  const flags = made.map(({ report }) => report);
  const content = {
    flags, refused, moved: made.map(({ flag: { given: _, ...said } }) => said), segments: moved.segments, known: customers.length,
    environment,
  };
  const hash = createHash("sha256").update(canonicalJson(JSON.parse(JSON.stringify(content)))).digest("hex").slice(0, 16);
  return { moved: { ...moved, refused, flags: made.map(({ flag }) => flag) }, report: { known: customers.length, flags, refused, hash } };
}

const problemOf = ({ rules, variants }: MovedFlag): string | null => {
  const names = new Set(variants.map(({ name }) => name));
  if (names.size < variants.length) return "two of its variants have the same name here";
  const found = targetingRules.safeParse(rules);
  return found.success ? null : `${found.error.issues[0]?.path.join(".") ?? "rules"}: ${found.error.issues[0]?.message ?? ""}`;
};

function placeOf(
  { key, kind, valueType, variants, offVariant, seed, bucketBy, description, rules, overrides }: MovedFlag,
  environment: string,
): FlagInEnvironment {
  const flagId = flagIdOf(key);
  const flag: ManagedFlag = {
    status: "managed", flagId, key, kind, valueType, variants, offVariant, seed, bucketBy, description, ownerId: flagId, expiresAt: null,
    serviceIds: [], cleanUpAfterDays: null, metrics: [], metadata: {}, engine: engineId, archived: null,
  };
  const named = overrides.map(({ customer, variant }) => ({ customer, variant, expiresAt: null, incidentId: null, reason: "moved" }));
  const targeting: OpenTargeting = {
    status: "open", targetingId: flagId, flagId, environment, offVariant, rules, overrides: named, kills: [], changes: 0,
    stale: null, requests: [], ramp: null,
  };
  return { flag, targeting };
}

function worldOf({ segments }: Moved, places: ReadonlyMap<string, FlagInEnvironment>): FlagWorld {
  const known = new Map(
    segments.map((one) => [segmentIdOf(one.key), { status: "defined", segmentId: segmentIdOf(one.key), ...one, archived: null } as const]),
  );
  return { flag: (flagId) => places.get(flagId), segment: (segmentId) => known.get(segmentId) };
}

function moveOf(
  flag: MovedFlag,
  engine: OpenFlag,
  { customers, keepSides }: { readonly customers: readonly FlagCustomer[]; readonly keepSides: boolean },
) {
  const switches: Switch[] = [];
  const cannotTell: string[] = [];
  for (const customer of customers) {
    const context = contextOfCustomer(customer);
    const [from, to] = [flag.given(context), flag.off ? flag.offVariant : engine.evaluate(context).variant];
    if (from === null || to === null) cannotTell.push(customer.id);
    else if (from !== to) switches.push({ customer: customer.id, from, to });
  }
  const kept = keepSides ? switches.slice(0, MOST_KEPT) : [];
  const named = new Set(flag.overrides.map(({ customer }) => customer));
  const overrides = [
    ...flag.overrides,
    ...kept.filter(({ customer }) => !named.has(customer)).map(({ customer, from }) => ({ customer, variant: from })),
  ];
  const report: FlagReport = {
    key: flag.key, same: customers.length - switches.length - cannotTell.length, switches, cannotTell, kept: kept.length,
    notes: [...flag.notes, ...(flag.off ? ["it is off there: it comes under a kill, whose release brings its rules into force"] : [])],
  };
  return { flag: { ...flag, overrides }, report };
}

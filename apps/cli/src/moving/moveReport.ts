import { createHash } from "node:crypto";
import { Rejection } from "@ballast/domain";
import { checkVariants } from "@ballast/domain/flag";
import { canonicalJson } from "@ballast/eventlog";
import { compileStrictly, contextOfCustomer, OpenFlag, type FlagCustomer } from "@ballast/flags";
import { flagKey, targetingRules } from "@ballast/schema";
import type { Moved, MovedFlag } from "./moved.ts";
import { placeOf, worldOf } from "./places.ts";

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
  const world = worldOf({ flags: usable.map((flag) => ({ ...flag, off: false })), segments: moved.segments }, environment);
  const made: { flag: MovedFlag; report: FlagReport }[] = [];
  for (const flag of usable) {
    try {
      made.push(
        moveOf(flag, new OpenFlag(compileStrictly(placeOf({ ...flag, off: false }, environment), world)), { customers, keepSides }),
      );
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

function problemOf(flag: MovedFlag): string | null {
  try {
    checkVariants(flag);
  } catch (error) {
    if (error instanceof Rejection) return error.message;
    throw error;
  }
  const found = targetingRules.safeParse(flag.rules);
  return found.success ? null : `${found.error.issues[0]?.path.join(".") ?? "rules"}: ${found.error.issues[0]?.message ?? ""}`;
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

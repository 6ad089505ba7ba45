import { isPending, type ChangeRequest, type OpenTargeting } from "@ballast/domain/targeting";
import type { AsOf } from "../engine/asOf.ts";
import type { Queries } from "../engine/registry.ts";

/** Something that is to happen to a flag at a moment, unless somebody changes that. */
export type Planned = { readonly flagId: string; readonly atMs: number; readonly environment: string | null; readonly id: string } & (
  | { readonly what: "request"; readonly targetingId: string; readonly request: ChangeRequest; readonly rules: OpenTargeting["rules"] }
  | { readonly what: "overrideEnds"; readonly targetingId: string; readonly customer: string; readonly variant: string }
  | { readonly what: "flagEnds" }
);

/** What is known to come for these flags. @param now ms; what is over by then has happened, or has not. */
export function plannedOf(
  { flags, targetings }: Pick<Queries, "flags" | "targetings">,
  { flagIds, now, asOf }: { readonly flagIds: readonly string[]; readonly now: number; readonly asOf: AsOf | undefined },
): readonly Planned[] {
  return flagIds.flatMap((flagId): readonly Planned[] => {
    const flag = flags.get(flagId, asOf);
    if (flag?.status !== "managed" || flag.archived !== null) return [];
    const ends = msOf(flag.expiresAt);
    return [
      ...(ends !== null && ends > now ? [{ what: "flagEnds", id: flagId, flagId, environment: null, atMs: ends } as const] : []),
      ...targetings.ofFlag(flagId, asOf).flatMap((row) => plannedIn(row, now)),
    ];
  });
}

type TargetingRow = ReturnType<Queries["targetings"]["ofFlag"]>[number];

function plannedIn({ id: targetingId, flagId, environment, rules, requests, overrides }: TargetingRow, now: number): readonly Planned[] {
  const base = { targetingId, flagId, environment };
  return [
    ...requests.flatMap((request): readonly Planned[] => {
      const atMs = msOf(request.applyAt);
      return atMs === null || !isPending(request) ? [] : [{ ...base, what: "request", id: request.changeId, atMs, request, rules }];
    }),
    ...overrides.flatMap(({ customer, variant, expiresAt }): readonly Planned[] => {
      const atMs = msOf(expiresAt);
      if (atMs === null || atMs <= now) return [];
      return [{ ...base, what: "overrideEnds", id: `${targetingId}/${customer}`, atMs, customer, variant }];
    }),
  ];
}

const msOf = (at: string | null): number | null => (at === null ? null : Date.parse(at));

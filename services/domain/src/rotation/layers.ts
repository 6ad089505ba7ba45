import type { DataOf, EmptyShiftAlert, RotationEvent, RotationLayer, RotationOverride } from "@ballast/schema";
import type { Fallback, Kept } from "../oncall/index.ts";
import { layerIds } from "../oncall/layerSpans.ts";
import { instantOf } from "../statistics/calendar.ts";

/** What a rotation's events leave of who takes turns and who stands in. */
export type RotationPlan = {
  /** Every version of every layer, in the order of `effectiveFrom`: each holds until the next of its layer begins. */
  readonly layers: readonly RotationLayer[];
  /** In the order in which they were added: the last one counts. */
  readonly overrides: readonly RotationOverride[];
  /** Who answers where nobody is on call, each from a moment on. */
  readonly fallbacks: readonly Fallback[];
  /** Who is told of gaps before they happen; null: whoever takes turns. */
  readonly ownerId: string | null;
  /** How its empty shifts are alerts. */
  readonly emptyShifts: EmptyShifts;
  /** What was found wrong and stays as it is. */
  readonly kept: readonly Kept[];
  /** Shifts for which somebody asked for a stand-in, the oldest first. */
  readonly swaps: readonly Swap[];
};

/** Through which integration empty shifts are alerts; null: through none. */
export type EmptyShifts = {
  readonly alert: (EmptyShiftAlert & { readonly since: string }) | null;
  /** Every integration through which they ever were: an alert there may have to end. */
  readonly integrationIds: readonly string[];
};

/** A shift that somebody asks to be stood in for; `takenBy`: the volunteer, who stands in by `overrideId`. */
export type Swap = Omit<DataOf<"SwapAsked">, "rotationId"> & {
  readonly state: "open" | "taken" | "withdrawn";
  readonly takenBy: string | null;
  readonly overrideId: string | null;
};

/** A plan with its first layer and nothing else. */
export const beginningPlan = (layer: RotationLayer): RotationPlan => ({
  layers: [layer], overrides: [], fallbacks: [], ownerId: null, emptyShifts: { alert: null, integrationIds: [] }, kept: [], swaps: [],
});

/** The one fold of a rotation's schedule: decisions, paging and everything that is shown rest on it. */
export function evolvePlan<Plan extends RotationPlan>(plan: Plan, event: RotationEvent): Plan {
  switch (event.type) {
    case "RotationChanged":
    case "LayerAdded":
      return { ...plan, layers: withLayer(plan.layers, event.data.layer) };
    case "OverrideAdded":
      return { ...plan, overrides: [...plan.overrides, event.data.override] };
    case "OverrideRemoved":
      return {
        ...plan,
        overrides: plan.overrides.flatMap((override) => (override.overrideId === event.data.overrideId
          ? endedAt(override, event.data.at)
          : [override])),
        // Whoever asked has the shift again, and must not read that somebody took it.
        swaps: plan.swaps.map((swap) => (swap.overrideId === event.data.overrideId ? { ...swap, ...stillOpen } : swap)),
      };
    case "FallbackSet": {
      const { personId, from } = event.data;
      const before = plan.fallbacks.filter((each) => instantOf(each.from) < instantOf(from));
      return { ...plan, fallbacks: [...before, { personId, from }] };
    }
    case "RotationOwnerSet":
      return { ...plan, ownerId: event.data.personId };
    case "EmptyShiftAlertSet":
      return { ...plan, emptyShifts: emptyShiftsAfter(plan.emptyShifts, event.data) };
    case "FindingKept": {
      const { kind, from, to, reason } = event.data;
      return { ...plan, kept: [...plan.kept, { kind, from, to, reason }] };
    }
    case "SwapAsked": {
      const { rotationId: _, ...swap } = event.data;
      return { ...plan, swaps: [...plan.swaps, { ...swap, ...stillOpen }] };
    }
    case "SwapWithdrawn":
      return withSwap(plan, event.data.swapId, { state: "withdrawn" });
    case "SwapTaken":
      return withSwap(plan, event.data.swapId, {
        state: "taken", takenBy: event.data.personId, overrideId: event.data.overrideId,
      });
    case "RotationCreated":
    case "RotationRenamed":
    case "RotationImported":
    case "PagerTakenOver":
      return plan;
  }
}

function emptyShiftsAfter({ alert: before, integrationIds }: EmptyShifts, { alert, at }: DataOf<"EmptyShiftAlertSet">): EmptyShifts {
  if (alert === null) return { alert, integrationIds };
  // Another severity is another word for what goes on there: its clock does not start anew.
  const since = before?.integrationId === alert.integrationId ? before.since : at;
  return { alert: { ...alert, since }, integrationIds: [...new Set([...integrationIds, alert.integrationId])] };
}

/** What has passed of it stays: who was on call then, and is paged or counted by it, stays who was. */
const endedAt = (override: RotationOverride, at: string | null): readonly RotationOverride[] =>
  at !== null && instantOf(override.from) < instantOf(at) ? [{ ...override, to: at }] : [];

const stillOpen = { state: "open", takenBy: null, overrideId: null } as const;

const withSwap = <Plan extends RotationPlan>(plan: Plan, swapId: string, change: Partial<Swap>): Plan => ({
  ...plan, swaps: plan.swaps.map((swap) => (swap.swapId === swapId ? { ...swap, ...change } : swap)),
});

/** A version of a layer from the same moment takes the other's place; what is planned for later stays planned. */
export function withLayer(layers: readonly RotationLayer[], layer: RotationLayer): readonly RotationLayer[] {
  const others = layers.filter(
    (other) => other.layerId !== layer.layerId || instantOf(other.effectiveFrom) !== instantOf(layer.effectiveFrom),
  );
  return [...others, layer].toSorted((one, other) => instantOf(one.effectiveFrom) - instantOf(other.effectiveFrom));
}

/** The versions of one layer, in order. */
export const versionsOf = (layers: readonly RotationLayer[], layerId: string): readonly RotationLayer[] =>
  layers.filter((layer) => layer.layerId === layerId);

/** The version of one layer that holds at a moment, of versions in order. */
export const heldAt = (versions: readonly RotationLayer[], moment: number): RotationLayer | undefined =>
  versions.findLast(({ effectiveFrom }) => instantOf(effectiveFrom) <= moment);

/** Of every layer the version that holds at a moment; one that has ended is not among them. */
export const layersAt = (layers: readonly RotationLayer[], moment: number): readonly RotationLayer[] =>
  layerIds(layers).flatMap((id) => {
    const held = heldAt(versionsOf(layers, id), moment);
    return held === undefined || (held.endsAt !== null && instantOf(held.endsAt) <= moment) ? [] : [held];
  });

/** Everybody who takes turns at a moment, in any layer, each once. */
export const peopleAt = (layers: readonly RotationLayer[], moment: number): readonly string[] => [
  ...new Set(layersAt(layers, moment).flatMap(({ people }) => people)),
];

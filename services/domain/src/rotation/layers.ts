import type { RotationEvent, RotationLayer, RotationOverride } from "@ballast/schema";
import { instantOf } from "../statistics/calendar.ts";

/** What a rotation's events leave of who takes turns and who stands in. */
export type RotationPlan = {
  /** In the order of `effectiveFrom`: each holds until the next begins. */
  readonly layers: readonly RotationLayer[];
  /** In the order in which they were added: the last one counts. */
  readonly overrides: readonly RotationOverride[];
};

/** The one fold of a rotation's schedule: decisions, paging and everything that is shown rest on it. */
export function evolvePlan<Plan extends RotationPlan>(plan: Plan, event: RotationEvent): Plan {
  switch (event.type) {
    case "RotationChanged":
      return { ...plan, layers: withLayer(plan.layers, event.data.layer) };
    case "OverrideAdded":
      return { ...plan, overrides: [...plan.overrides, event.data.override] };
    case "OverrideRemoved":
      return { ...plan, overrides: plan.overrides.filter(({ overrideId }) => overrideId !== event.data.overrideId) };
    case "RotationCreated":
    case "RotationRenamed":
      return plan;
  }
}

/** A layer from the same moment takes the other's place; what is planned for later stays planned. */
export function withLayer(layers: readonly RotationLayer[], layer: RotationLayer): readonly RotationLayer[] {
  const others = layers.filter((other) => instantOf(other.effectiveFrom) !== instantOf(layer.effectiveFrom));
  return [...others, layer].toSorted((one, other) => instantOf(one.effectiveFrom) - instantOf(other.effectiveFrom));
}

/** The layer that holds at a moment, of layers in order. */
export const heldAt = (layers: readonly RotationLayer[], moment: number): RotationLayer | undefined =>
  layers.findLast(({ effectiveFrom }) => instantOf(effectiveFrom) <= moment);

import type { RotationLayer } from "@ballast/schema";
import type { InputOf } from "../commands/inputFields.ts";
import type { layerField } from "./rotationInputs.ts";
import { dateIn } from "./timeOfDay.ts";

/** A layer as it was given; what holds from now on has not been told from when. */
export type GivenLayer = InputOf<{ readonly layer: typeof layerField }>["layer"];

/** The version of a layer that says so. */
export function layerOf(
  { effectiveFrom, startsOn, ...given }: GivenLayer,
  { layerId, now }: { readonly layerId: string; readonly now: string },
): RotationLayer {
  const from = effectiveFrom ?? now;
  return { ...given, layerId, effectiveFrom: from, startsOn: startsOn ?? dateIn(given.timeZone, from) };
}

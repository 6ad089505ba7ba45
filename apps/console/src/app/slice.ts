import type { EventType } from "@ballast/schema";
import type { ComponentType } from "react";
import type { ResourceBinding } from "../api/dataProvider.ts";
import type { RecordKind } from "../data/kinds.ts";
import type { Tone } from "../marks/tone.ts";
import type { Place } from "../shell/navigation.ts";
import type { PaletteVerb } from "../shell/verbs.ts";
import type { ViewRoute } from "./view.ts";

/** What one slice brings to the console: its folder is known by nothing but `slices.ts`. */
export interface Slice {
  readonly views: readonly ViewRoute[];
  /** Where it stands in the navigation, among the places of its heading in the order of the slices. */
  readonly place?: Place;
  /** Its records, by the category of their streams: where each is shown, and its sign. */
  readonly records?: Readonly<Record<string, RecordKind>>;
  /** How its records are listed, by the name that the lists use. */
  readonly resources?: Readonly<Record<string, ResourceBinding>>;
  /** What its events mean to whoever reads what just happened; the others are neither good nor bad. */
  readonly tones?: Readonly<Partial<Record<EventType, Tone>>>;
  /** What the palette can do with it. */
  readonly verbs?: readonly PaletteVerb[];
  /** What goes on beside every view: draws nothing. */
  readonly feeds?: readonly ComponentType[];
}

/** The parts of all slices put together, by name. */
export function together<Part>(
  slices: readonly Slice[],
  partOf: (slice: Slice) => Readonly<Record<string, Part>> | undefined,
): Readonly<Record<string, Part>> {
  return Object.fromEntries(slices.flatMap((slice) => Object.entries(partOf(slice) ?? {})));
}

import { own } from "@ballast/schema/own";
import { createContext, useContext, useEffect, useSyncExternalStore } from "react";
import type { IconName } from "../marks/icons.tsx";

/** One place in the navigation. */
export interface Place {
  key: string;
  to: string;
  label: string;
  icon: IconName;
  keys: string;
  heading: (typeof headings)[number];
  /** Stands in the bar of a phone: what one goes to under pressure. */
  pressing?: boolean;
}

/** The headings, by what people do; the first has no words. */
const headings = ["", "Change", "Respond", "Improve", "Settings"] as const;

/** Filled where the slices are known. */
export const PlacesContext = createContext<readonly Place[]>([]);

/** Every place, in the order of the slices. */
export const usePlaces = (): readonly Place[] => useContext(PlacesContext);

/** The places under their headings; headings with nothing under them are left out. */
export function groupsOf(places: readonly Place[]): readonly { heading: string; places: readonly Place[] }[] {
  return headings
    .map((heading) => ({ heading, places: places.filter((place) => place.heading === heading) }))
    .filter((group) => group.places.length > 0);
}

/** Whether `place` is where the path is: its own view or a record under it. */
export function isAt(place: Place, pathname: string): boolean {
  return place.to === "/" ? pathname === "/" : pathname === place.to || pathname.startsWith(`${place.to}/`);
}

let badges: Readonly<Record<string, number>> = {};
const listeners = new Set<() => void>();

function setBadge(key: string, count: number): void {
  if ((own(badges, key) ?? 0) === count) return;
  badges = { ...badges, [key]: count };
  for (const listener of listeners) listener();
}

/** Shows a count beside a place, for instance open incidents; 0 shows nothing. Stays after unmounting until told otherwise. */
export function useNavigationBadge(key: string, count: number): void {
  useEffect(() => setBadge(key, count), [key, count]);
}

/** The counts beside the places. */
export function useBadges(): Readonly<Record<string, number>> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => badges,
  );
}

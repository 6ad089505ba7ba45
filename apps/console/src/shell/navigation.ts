import { own } from "@ballast/schema/own";
import { useEffect, useSyncExternalStore } from "react";
import type { IconName } from "../marks/icons.tsx";

/** One place in the navigation. */
export interface Place {
  key: string;
  to: string;
  label: string;
  icon: IconName;
  keys: string;
}

/** Places by what people do. The first group has no heading. */
export const navigation: readonly { heading: string | null; places: readonly Place[] }[] = [
  { heading: null, places: [{ key: "now", to: "/", label: "Now", icon: "now", keys: "g n" }] },
  {
    heading: "Change",
    places: [
      { key: "services", to: "/services", label: "Services", icon: "services", keys: "g s" },
      { key: "releases", to: "/releases", label: "Releases", icon: "releases", keys: "g r" },
      { key: "deploys", to: "/deploys", label: "Deploys", icon: "deploys", keys: "g d" },
    ],
  },
  {
    heading: "Respond",
    places: [
      { key: "incidents", to: "/incidents", label: "Incidents", icon: "incidents", keys: "g i" },
      { key: "onCall", to: "/on-call", label: "On-call", icon: "onCall", keys: "g o" },
    ],
  },
  {
    heading: "Improve",
    places: [
      { key: "reports", to: "/reports", label: "Reports", icon: "reports", keys: "g f" },
      { key: "imports", to: "/imports", label: "Imports", icon: "imports", keys: "g m" },
    ],
  },
  {
    heading: "Settings",
    places: [
      { key: "people", to: "/people", label: "People", icon: "person", keys: "g p" },
      { key: "tokens", to: "/tokens", label: "API tokens", icon: "token", keys: "g t" },
      { key: "integrations", to: "/integrations", label: "Integrations", icon: "integration", keys: "g x" },
    ],
  },
];

/** Every place, flat. */
export const places: readonly Place[] = navigation.flatMap((group) => group.places);

/** Whether `place` is where the path is: its own page or a record under it. */
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

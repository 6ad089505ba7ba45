import { own } from "@ballast/schema/own";
import { NavLink, useLocation } from "react-router";
import { Icon } from "../marks/icons.tsx";
import { groupsOf, isAt, useBadges, usePlaces } from "./navigation.ts";
import type { Place } from "./navigation.ts";
import styles from "./Navigation.module.css";

/** Ballast's sign: a hull with its weight. */
export function Sign({ size = 20 }: { size?: number }) {
  return (
    <svg viewBox="0 0 20 20" width={size} height={size} aria-hidden className={styles.sign}>
      <path d="M2 10h16a8 7 0 0 1-16 0z" />
      <path d="M10 2.400v4.400" className={styles.mast} />
    </svg>
  );
}

function PlaceLink({ place, count }: { place: Place; count: number }) {
  const { pathname } = useLocation();
  return (
    <NavLink to={place.to} className={styles.place} aria-current={isAt(place, pathname) ? "page" : undefined} end={place.to === "/"}>
      <Icon name={place.icon} />
      {place.label}
      {count === 0 ? null : (
        <span className={styles.badge}>
          {count}
          <span className="unseen"> open</span>
        </span>
      )}
    </NavLink>
  );
}

/** The groups with their places; also what "More" opens on a phone. */
export function PlaceGroups() {
  const badges = useBadges();
  return groupsOf(usePlaces()).map((group) => (
    <div key={group.heading} className={styles.group}>
      {group.heading === "" ? null : <h2 className={styles.heading}>{group.heading}</h2>}
      {group.places.map((place) => <PlaceLink key={place.key} place={place} count={own(badges, place.key) ?? 0} />)}
    </div>
  ));
}

/** The navigation at the left. */
export function Navigation() {
  return (
    <nav className={styles.navigation} aria-label="Main">
      <NavLink to="/" className={styles.name} tabIndex={-1} aria-hidden>
        <Sign />
        Ballast
      </NavLink>
      <PlaceGroups />
    </nav>
  );
}

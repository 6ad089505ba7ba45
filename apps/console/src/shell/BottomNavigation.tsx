import { own } from "@ballast/schema/own";
import Drawer from "@mui/material/Drawer";
import { useEffect, useState } from "react";
import { NavLink, useLocation } from "react-router";
import { Icon } from "../marks/icons.tsx";
import { PlaceGroups } from "./Navigation.tsx";
import styles from "./Navigation.module.css";
import { isAt, useBadges, usePlaces } from "./navigation.ts";

/** The navigation on a phone: the four places one goes to under pressure, and the rest under More. */
export function BottomNavigation() {
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const places = usePlaces();
  const tabs = places.filter(({ pressing }) => pressing === true);
  const badges = useBadges();
  useEffect(() => setOpen(false), [pathname]);
  const elsewhere = places.some((place) => isAt(place, pathname)) && !tabs.some((place) => isAt(place, pathname));
  return (
    <>
      <nav className={styles.bottom} aria-label="Main">
        {tabs.map((place) => (
          <NavLink
            key={place.key}
            to={place.to}
            end={place.to === "/"}
            className={styles.tab}
            aria-current={isAt(place, pathname) ? "page" : undefined}
          >
            <Icon name={place.icon} size={19} />
            {place.label}
            {(own(badges, place.key) ?? 0) === 0 ? null : (
              <span className={styles.badge}>
                {own(badges, place.key)}
                <span className="unseen"> open</span>
              </span>
            )}
          </NavLink>
        ))}
        <button
          type="button"
          className={styles.tab}
          aria-expanded={open}
          aria-current={elsewhere ? "page" : undefined}
          onClick={() => setOpen(true)}
        >
          <Icon name="more" size={19} />
          More
        </button>
      </nav>
      <Drawer
        anchor="bottom"
        open={open}
        onClose={() => setOpen(false)}
        slotProps={{ paper: { "aria-label": "All places", role: "dialog" } }}
      >
        <nav className={styles.sheet} aria-label="All places">
          <PlaceGroups />
        </nav>
      </Drawer>
    </>
  );
}

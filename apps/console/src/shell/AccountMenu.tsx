import Divider from "@mui/material/Divider";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useColorScheme } from "@mui/material/styles";
import { useGetIdentity, useLogout } from "ra-core";
import { useState } from "react";
import { Choice } from "../marks/Choice.tsx";
import { Icon } from "../marks/icons.tsx";
import { Avatar } from "../marks/Person.tsx";
import { setZone, useZone, viewerZone } from "../marks/zone.ts";
import styles from "./TopBar.module.css";

function ThemeChoice() {
  const { mode, setMode } = useColorScheme();
  return (
    <Choice
      label="Theme"
      value={mode ?? "system"}
      onChange={setMode}
      options={[
        ["light", "Light"],
        ["dark", "Dark"],
        ["system", "System"],
      ]}
    />
  );
}

function ZoneChoice() {
  const zone = useZone();
  return <Choice label="Times" value={zone} onChange={setZone} options={[["utc", "UTC"], ["local", viewerZone().replaceAll("_", " ")]]} />;
}

/** Who is signed in, the theme, the clock, and the way out. */
export function AccountMenu() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { identity } = useGetIdentity();
  const logout = useLogout();
  const name = identity?.fullName ?? "";
  const roles: unknown = identity?.["roles"];
  return (
    <>
      <button
        type="button"
        className={styles.account}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        aria-label={name === "" ? "Account" : `Account of ${name}`}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Avatar name={name} />
      </button>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
        transformOrigin={{ vertical: "top", horizontal: "right" }}
      >
        <li className={styles.who} role="none">
          <strong>{name}</strong>
          <span>{Array.isArray(roles) ? roles.join(", ") : ""}</span>
        </li>
        <Divider component="li" sx={{ my: 1 }} />
        <li className={styles.setting} role="none"><span>Theme</span><ThemeChoice /></li>
        <li className={styles.setting} role="none"><span>Times</span><ZoneChoice /></li>
        <Divider component="li" sx={{ my: 1 }} />
        <MenuItem onClick={() => void logout()}>
          <Icon name="leave" />
          Sign out
        </MenuItem>
      </Menu>
    </>
  );
}

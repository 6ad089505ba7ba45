import IconButton from "@mui/material/IconButton";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useState } from "react";
import { useMay } from "../data/may.ts";
import { Icon } from "../marks/icons.tsx";
import type { Steering } from "./steering.ts";

/** The rarer ways to steer a deploy. */
export function SteerMenu({ ways, choose }: { ways: readonly Steering[]; choose: (way: Steering) => void }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const may = useMay("deploy.run");
  return (
    <>
      <IconButton
        aria-label="More ways to steer this deploy"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        disabled={!may}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Icon name="more" />
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {ways.map((way) => (
          <MenuItem
            key={way.steer}
            sx={way.danger ? { color: "var(--bad)" } : {}}
            onClick={() => {
              setAnchor(null);
              choose(way);
            }}
          >
            {way.button}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

import Button from "@mui/material/Button";
import Menu from "@mui/material/Menu";
import Popover from "@mui/material/Popover";
import type { MouseEvent, ReactNode } from "react";
import { useState } from "react";

interface Opening {
  words: ReactNode;
  /** `close` ends it. */
  children: (close: () => void) => ReactNode;
}

const below = {
  anchorOrigin: { vertical: "bottom", horizontal: "right" }, transformOrigin: { vertical: "top", horizontal: "right" },
} as const;

function SmallOpener({
  words, kind, open, press,
}: {
  words: ReactNode;
  kind: "menu" | "dialog";
  open: boolean;
  press: (event: MouseEvent<HTMLElement>) => void;
}) {
  return (
    <Button
      size="small"
      sx={{ height: 26, fontSize: 12, fontWeight: 550, color: "var(--ink-2)" }}
      aria-haspopup={kind}
      aria-expanded={open}
      onClick={press}
    >
      {words}
    </Button>
  );
}

/** A small button that opens a menu. */
export function MenuButton({ words, children }: Opening) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <SmallOpener words={words} kind="menu" open={anchor !== null} press={(event) => setAnchor(event.currentTarget)} />
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)} {...below}>
        {children(() => setAnchor(null))}
      </Menu>
    </>
  );
}

/** The same for what takes typing: a menu would keep the keys for itself. */
export function PopoverButton({ words, label, children }: Opening & { label: string }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <SmallOpener words={words} kind="dialog" open={anchor !== null} press={(event) => setAnchor(event.currentTarget)} />
      <Popover
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        {...below}
        slotProps={{ paper: { role: "dialog", "aria-label": label, style: { marginTop: 2 } } }}
      >
        {children(() => setAnchor(null))}
      </Popover>
    </>
  );
}

import Button from "@mui/material/Button";
import Menu from "@mui/material/Menu";
import type { ReactNode } from "react";
import { useState } from "react";

/** A small button that opens a menu; `close` ends it. */
export function MenuButton({ words, children }: { words: ReactNode; children: (close: () => void) => ReactNode }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button size="small" sx={{ height: 26, fontSize: 12, fontWeight: 550, color: "var(--ink-2)" }} aria-haspopup="menu" aria-expanded={anchor !== null} onClick={(event) => setAnchor(event.currentTarget)}>{words}</Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)} anchorOrigin={{ vertical: "bottom", horizontal: "right" }} transformOrigin={{ vertical: "top", horizontal: "right" }}>
        {children(() => setAnchor(null))}
      </Menu>
    </>
  );
}

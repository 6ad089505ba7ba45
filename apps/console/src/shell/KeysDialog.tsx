import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { useId, useState } from "react";
import { Key } from "../marks/Text.tsx";
import { useOnceOpen } from "../marks/useOnceOpen.ts";
import styles from "./CommandPalette.module.css";
import { shortcutWords, useShortcut } from "./shortcuts.ts";

/** Keys that belong to what has the focus: they are no shortcuts of the page. */
const inPlace = [
  ["J K", "Move among the rows of a list"],
  ["Enter", "Open the row, or the entry of a timeline"],
  ["X", "Select the row"],
  ["Home End", "First and last row"],
  ["Esc", "Close what is open; what was typed is kept"],
] as const;

/** `mod+k` as it stands on the keyboard. */
function shown(keys: string): readonly string[] {
  return keys.replace("mod+", "Ctrl ").split(" ").map((key) => (key.length === 1 ? key.toUpperCase() : key));
}

/** `?` lists every key that works on this page. */
export function KeysDialog() {
  const [open, setOpen] = useState(false);
  const id = useId();
  useShortcut("?", "These keys", () => setOpen(true));
  const rows = open ? [...shortcutWords().filter(([keys]) => keys !== "j" && keys !== "k" && keys !== "Enter"), ...inPlace] : [];
  return useOnceOpen(open) ? (
    <Dialog open={open} onClose={() => setOpen(false)} maxWidth="xs" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>Keys</DialogTitle>
      <DialogContent>
        <dl className={styles.keyList}>
          {rows.map(([keys, words]) => (
            <div key={keys}>
              <dt>
                {shown(keys).map((key) => (
                  <Key key={key}>{key}</Key>
                ))}
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </DialogContent>
      <DialogActions><Button autoFocus onClick={() => setOpen(false)}>Close</Button></DialogActions>
    </Dialog>
  ) : null;
}

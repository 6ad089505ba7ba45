import Button from "@mui/material/Button";
import { useRef, useState } from "react";
import styles from "./Secret.module.css";

/** Something to take along exactly as it is, with a button that copies it. Where the browser may not copy, it is selected instead. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const [said, say] = useState("");
  const text = useRef<HTMLElement>(null);
  const select = (): void => {
    if (text.current !== null) getSelection()?.selectAllChildren(text.current);
    say("Selected: copy it with the keyboard");
  };
  const copy = (): void => {
    // Missing on plain HTTP addresses that are not this machine.
    const clipboard: Clipboard | undefined = navigator.clipboard;
    if (clipboard === undefined) select();
    else clipboard.writeText(value).then(() => say("Copied"), select);
  };
  return (
    <div className={styles.copy}>
      <span className={styles.label}>{label}</span>
      <code ref={text} className={styles.value}>{value}</code>
      <Button size="small" aria-label={`Copy ${label.toLowerCase()}`} onClick={copy}>Copy</Button>
      <span className={styles.said} role="status">{said}</span>
    </div>
  );
}

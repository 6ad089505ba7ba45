import Button from "@mui/material/Button";
import type { ButtonProps } from "@mui/material/Button";
import Tooltip from "@mui/material/Tooltip";
import type { ReactNode } from "react";
import { useActOnNow } from "../shell/actOnNow.tsx";
import { holdersOf, useMay } from "./may.ts";
import type { Permission } from "./may.ts";

/** A button that gives, or begins, a command. */
export interface CommandButtonProps {
  /** What the API asks of the viewer's roles. */
  needs: Permission;
  onClick: () => void;
  /** Outlined red: it takes something away or reaches customers. */
  danger?: boolean;
  /** The one thing to do here: filled. */
  first?: boolean;
  size?: ButtonProps["size"];
  /** Its name where the same words stand on several buttons; it begins with them. */
  label?: string;
  /** What it gave is on its way: not once more meanwhile. */
  busy?: boolean;
  children: ReactNode;
}

/**
 * Says exactly what will happen. On a view that looks back it asks first whether to act on now. Not open to the viewer's roles, it stays
 * visible, says whose it is, and does nothing.
 */
export function CommandButton({
  needs, onClick, danger = false, first = false, size = "medium", label, busy = false, children,
}: CommandButtonProps) {
  const may = useMay(needs);
  const begin = useActOnNow();
  const button = (
    <Button
      size={size}
      disabled={!may || busy}
      aria-label={label}
      onClick={() => begin(onClick)}
      color={danger ? "error" : first ? "primary" : "inherit"}
      variant={first && !danger ? "contained" : "outlined"}
    >
      {children}
    </Button>
  );
  return may ? button : <Tooltip title={`Needs the role ${holdersOf(needs)}`}><span>{button}</span></Tooltip>;
}

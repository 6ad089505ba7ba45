import Button from "@mui/material/Button";
import Snackbar from "@mui/material/Snackbar";
import { useNotificationContext, useTranslate } from "ra-core";
import { useEffect, useState } from "react";
import type { ReactNode } from "react";

interface Notice {
  message: ReactNode;
  type: string;
  stayMs: number | null;
}

function reading(text: string): number {
  return Math.max(4000, text.length * 80);
}

/** What react-admin's `useNotify` says, one at a time, long enough to be read; errors stay until closed. */
export function Notices() {
  const { notifications, takeNotification } = useNotificationContext();
  const translate = useTranslate();
  const [notice, setNotice] = useState<Notice | null>(null);
  useEffect(() => {
    if (notice !== null || notifications.length === 0) return;
    const next = takeNotification();
    if (next === undefined) return;
    const { message, type, notificationOptions } = next;
    const words = typeof message === "string" ? translate(message, { _: message, ...notificationOptions?.messageArgs }) : message;
    const stayMs = type === "error" ? null : (notificationOptions?.autoHideDuration ?? reading(typeof words === "string" ? words : ""));
    setNotice({ message: words, type, stayMs });
  }, [notice, notifications, takeNotification, translate]);
  const close = (_event: unknown, reason?: string): void => {
    if (reason !== "clickaway") setNotice(null);
  };
  return (
    <Snackbar
      open={notice !== null}
      message={notice?.message}
      autoHideDuration={notice?.stayMs ?? null}
      onClose={close}
      action={<Button size="small" variant="text" sx={{ color: "inherit" }} onClick={() => setNotice(null)}>Close</Button>}
    />
  );
}

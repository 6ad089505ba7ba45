import { duration } from "@ballast/schema/words";
import Button from "@mui/material/Button";
import { useNotify } from "ra-core";
import { useState } from "react";
import { useCommand } from "../data/command.ts";
import { useClock } from "../marks/now.ts";
import { ProblemLine } from "../marks/States.tsx";
import styles from "../telling/Telling.module.css";
import { withdrawUpdate } from "./incidentCommands.ts";
import type { IncidentRecord, StatusUpdate } from "./incidentDocuments.ts";

/** So long subscribers are not told, ms. Who presses later hears from the server whether they were. */
const UNDO_MS = 10_000;
/** A clock that is ahead of the server's: what is newer than this by it is of just now, ms. */
const AHEAD_MS = 60_000;

/** The public update that can still be taken back. */
export function undoable(updates: readonly StatusUpdate[], now: number): { readonly update: StatusUpdate; readonly leftMs: number } | null {
  const update = updates.findLast(({ visibility }) => visibility === "public");
  if (update === undefined) return null;
  const passed = now - Date.parse(update.at);
  return passed < UNDO_MS && passed > -AHEAD_MS ? { update, leftMs: Math.min(UNDO_MS, UNDO_MS - passed) } : null;
}

/** A clock that is counted down shows no tenths, and no zero while there is time. */
const wholeSeconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000)) * 1_000;

/** While nobody was told: takes back what was just published. */
export function UndoStrip({ incident }: { incident: Pick<IncidentRecord, "id" | "updates" | "imported"> }) {
  const now = useClock(1_000);
  const notify = useNotify();
  const give = useCommand(withdrawUpdate);
  const [acting, setActing] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const found = incident.imported ? null : undoable(incident.updates, now);
  if (found === null && error === null) return null;
  const press = (updateId: string): void => {
    setActing(true);
    setError(null);
    give({ incidentId: incident.id, updateId })
      .then(() => notify("Taken back: nobody was told, and readers see it no more."))
      .catch((refused: unknown) => setError(refused))
      .finally(() => setActing(false));
  };
  return (
    <div className={styles.undo}>
      {found === null ? null : (
        <>
          <p role="status">It stands on the status page. Subscribers are not told yet.</p>
          <Button variant="outlined" color="inherit" disabled={acting} onClick={() => press(found.update.id)}>
            Undo<span aria-hidden="true">&nbsp;({duration(wholeSeconds(found.leftMs))})</span>
          </Button>
        </>
      )}
      {error === null ? null : <ProblemLine error={error} />}
    </div>
  );
}

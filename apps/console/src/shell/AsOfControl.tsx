import Button from "@mui/material/Button";
import Popover from "@mui/material/Popover";
import TextField from "@mui/material/TextField";
import type { SyntheticEvent } from "react";
import { useContext, useState } from "react";
import { Choice } from "../marks/Choice.tsx";
import { PresentContext } from "../marks/now.ts";
import { clock, exact, shortDate } from "../marks/time.ts";
import { useZone, zoneName } from "../marks/zone.ts";
import type { Zone } from "../marks/zone.ts";
import { lookBackTo } from "./asOf.ts";
import type { AsOf } from "./asOf.ts";
import { useEmptyPast, useReach } from "./moment.ts";
import styles from "./TopBar.module.css";
import { fromField, toField } from "./momentField.ts";
import { useAsOf } from "./useAsOf.ts";

const hour = 3_600_000;
const shortcuts = [["An hour ago", hour], ["A day ago", 24 * hour], ["A week ago", 7 * 24 * hour]] as const;

/** A position with its thousands apart. */
function count(position: string): string {
  return Number(position).toLocaleString("en");
}

function short(asOf: AsOf | null, zone: Zone): string {
  if (asOf === null) return "now";
  if (asOf.kind === "position") return `position ${count(asOf.position)}`;
  const ms = Date.parse(asOf.at);
  return `${shortDate(ms, zone)} ${clock(ms, zone)}`;
}

function AsOfForm({ close }: { close: () => void }) {
  const { asOf, set } = useAsOf();
  const zone = useZone();
  const [kind, setKind] = useState<"recordedAt" | "at">(asOf?.kind === "at" ? "at" : "recordedAt");
  const present = useContext(PresentContext);
  const reach = useReach();
  const [field, setField] = useState(() => toField(present ?? Date.now(), zone));
  const choose = (next: AsOf | null): void => {
    set(next);
    close();
  };
  const look = (ms: number): void => choose(lookBackTo(ms, kind, reach));
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const ms = fromField(field, zone);
    if (ms !== null) choose({ kind, at: new Date(ms).toISOString() });
  };
  return (
    <form className={styles.asOfForm} onSubmit={submit}>
      <Choice
        label="What to look at"
        value={kind}
        onChange={setKind}
        options={[
          ["recordedAt", "As known then"],
          ["at", "As known now"],
        ]}
      />
      <p className={styles.explains}>
        {kind === "recordedAt"
          ? "What the log held at that moment, mistakes included."
          : "What was true at that moment, with everything learned since."}
      </p>
      <TextField
        label={`Moment, ${zoneName(zone)}`}
        type="datetime-local"
        value={field}
        onChange={(event) => setField(event.target.value)}
        slotProps={{ htmlInput: { step: 1 } }}
      />
      <div className={styles.quick}>
        {shortcuts.map(([words, ms]) => <Button key={words} size="small" onClick={() => look(Date.now() - ms)}>{words}</Button>)}
      </div>
      <div className={styles.quick}>
        <Button type="submit" variant="contained" color="primary" disabled={fromField(field, zone) === null}>Look back</Button>
        {asOf === null ? null : <Button onClick={() => choose(null)}>Return to now</Button>}
      </div>
    </form>
  );
}

/** Chooses the moment every page shows. Kept in the URL, so a link shows the same. */
export function AsOfControl() {
  const { asOf } = useAsOf();
  const zone = useZone();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button size="small" aria-haspopup="dialog" onClick={(event) => setAnchor(event.currentTarget)}>
        As of: {short(asOf, zone)}
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
        transformOrigin={{ vertical: "top", horizontal: "right" }}
        slotProps={{ paper: { role: "dialog", "aria-label": "Look back", style: { marginTop: 4 } } }}
      >
        <AsOfForm close={() => setAnchor(null)} />
      </Popover>
    </>
  );
}

/** An address whose moment is none: says so instead of showing now as if it were meant. */
function UnreadBanner({ text, forget }: { text: string; forget: () => void }) {
  return (
    <div className={styles.banner} role="status">
      <span>
        The moment in the address, “{text.slice(0, 60)}”, could not be read: this is now. It is written as 2026-11-23T14:28:10Z, or as a
        position of the log.
      </span>
      <Button size="small" onClick={forget}>
        Show now
      </Button>
    </div>
  );
}

/** Says under the top bar that the page shows the past, and leads back. */
export function AsOfBanner() {
  const { asOf, unread, set } = useAsOf();
  const zone = useZone();
  const present = useContext(PresentContext);
  const empty = useEmptyPast();
  if (unread !== null) return <UnreadBanner text={unread} forget={() => set(null)} />;
  if (asOf === null) return null;
  const instant = present === null ? "" : exact(present, zone);
  const moment = asOf.kind === "position" ? `log position ${count(asOf.position)}` : instant;
  return (
    <div className={styles.banner} role="status">
      <span>
        You are looking back to <strong>{moment}</strong>
        {asOf.kind === "position" && instant !== "" ? `, ${instant}` : ""}, {asOf.kind === "at" ? "as known now" : "as known then"}.{" "}
        {empty === null ? "Nothing moves, and commands ask before they act on now." : empty.words}
      </span>
      {empty?.older === true && present !== null ? (
        <Button size="small" onClick={() => set({ kind: "at", at: new Date(present).toISOString() })}>
          Look as known now
        </Button>
      ) : null}
      <Button size="small" onClick={() => set(null)}>
        Return to now
      </Button>
    </div>
  );
}

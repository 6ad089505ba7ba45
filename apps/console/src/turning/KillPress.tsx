import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { freshKey } from "../data/command.ts";
import { clock } from "../marks/time.ts";
import { useNarrow } from "../marks/useNarrow.ts";
import { useZone } from "../marks/zone.ts";
import { useActOnNow } from "../shell/actOnNow.tsx";
import { HoldButton } from "./HoldButton.tsx";
import styles from "./Kill.module.css";
import { dropKill, queueKill, useQueuedKill } from "./killQueue.ts";
import type { QueuedKill } from "./killQueue.ts";
import type { FlagPlace } from "./place.ts";
import { whomToCall } from "./whomToCall.ts";
import type { Callable } from "./whomToCall.ts";

/** Pressed, and nobody has answered: what waits, since when, and whom to call meanwhile. */
function Unsent({ kill, callable }: { kill: QueuedKill; callable: readonly Callable[] }) {
  const zone = useZone();
  return (
    <div className={styles.unsent} role="status">
      <strong>{kill.tries === 0 ? "On its way…" : "Not sent yet"}</strong>
      <span>
        Pressed {clock(kill.pressedAt, zone, true)}
        {kill.tries === 0 ? "." : ": Ballast is not reached, and it is tried again until it is."}
      </span>
      {kill.tries === 0 ? null : <span>{whomToCall(callable)}</span>}
      {kill.tries === 0 ? null : <span><Button size="small" onClick={() => dropKill(kill.key)}>Do not send it</Button></span>}
    </div>
  );
}

/** The kill itself: held for a second on a phone, pressed beside a reason elsewhere. What is pressed stays queued until it is answered. */
export function KillPress({
  place, incidentId, callable, held = false,
}: {
  place: FlagPlace;
  /** What it is recorded for. */
  incidentId: string | null;
  callable: readonly Callable[];
  /** Held on every screen: where it stands among other things. */
  held?: boolean;
}) {
  const { flag, environment } = place;
  const holds = useNarrow() || held;
  const begin = useActOnNow();
  const queued = useQueuedKill(place);
  const [reason, setReason] = useState("");
  const kill = (why: string): void =>
    queueKill({
      flag, environment, key: freshKey(), pressedAt: Date.now(), reason: why.trim() === "" ? null : why.trim(), incidentId, tries: 0,
    });
  if (queued !== undefined) return <Unsent kill={queued} callable={callable} />;
  if (holds) return <HoldButton words={`Hold to kill ${flag}`} again="Kill now" busy={false} act={() => begin(() => kill(""))} />;
  return (
    <div className={styles.press}>
      <Button color="error" variant="outlined" size="small" onClick={() => begin(() => kill(reason))}>
        Kill {flag} in {environment}
      </Button>
      <TextField size="small" label="Reason, may follow" value={reason} onChange={(event) => setReason(event.target.value)} />
    </div>
  );
}

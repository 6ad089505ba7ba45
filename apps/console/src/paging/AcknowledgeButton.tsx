import Button from "@mui/material/Button";
import { useState } from "react";
import { useCommand } from "../data/command.ts";
import { ProblemLine } from "../marks/States.tsx";
import { useActOnNow } from "../shell/actOnNow.tsx";
import { acknowledgePage } from "./pageDocuments.ts";

/** Which page is answered, and when one wants to be called again for it. */
export interface AcknowledgeProps {
  pageId: string;
  reference: string;
  /** Epoch ms, asked for when it is pressed; null: one does not say. */
  lookAgainAt?: () => number | null;
  large?: boolean;
}

/** Answers a page: paging stops at once. Nothing is asked first, because somebody has just woken up. */
export function AcknowledgeButton({ pageId, reference, lookAgainAt, large = false }: AcknowledgeProps) {
  const give = useCommand(acknowledgePage);
  const begin = useActOnNow();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const press = (): void => {
    const at = lookAgainAt?.() ?? null;
    setBusy(true);
    setError(null);
    give({ pageId, ...(at === null ? {} : { lookAgainAt: new Date(at).toISOString() }) }).catch(setError).finally(() => setBusy(false));
  };
  return (
    <>
      <Button variant="contained" color="primary" size={large ? "large" : "small"} disabled={busy} onClick={() => begin(press)}>
        Acknowledge {reference}: I look into it
      </Button>
      <ProblemLine error={error} />
    </>
  );
}

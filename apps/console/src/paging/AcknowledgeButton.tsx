import Button from "@mui/material/Button";
import { useState } from "react";
import { useCommand } from "../data/command.ts";
import { ProblemLine } from "../marks/States.tsx";
import { useActOnNow } from "../shell/actOnNow.tsx";
import { acknowledgePage } from "./pageDocuments.ts";

/** Answers a page: paging stops at once. Nothing is asked first, because somebody has just woken up. */
export function AcknowledgeButton({ pageId, reference, large = false }: { pageId: string; reference: string; large?: boolean }) {
  const give = useCommand(acknowledgePage);
  const begin = useActOnNow();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const press = (): void => {
    setBusy(true);
    setError(null);
    give({ pageId }).catch(setError).finally(() => setBusy(false));
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

import MenuItem from "@mui/material/MenuItem";
import { useState } from "react";
import { MenuButton } from "../lists/MenuButton.tsx";
import { useMay } from "../data/may.ts";
import { RelativeTime } from "../marks/Time.tsx";
import { useActOnNow } from "../shell/actOnNow.tsx";
import type { TargetingRecord } from "./flagDocuments.ts";
import { RevertDialog } from "./RevertDialog.tsx";
import { waysBack } from "./waysBack.ts";

/** The last states that a flag can be taken back to; each opens its preview. */
export function RevertMenu({ flag, place }: { flag: string; place: TargetingRecord }) {
  const [revision, setRevision] = useState<number | null>(null);
  const may = useMay("flag.write");
  const begin = useActOnNow();
  const ways = waysBack(place.steps);
  if (!may || ways.length === 0) return null;
  return (
    <>
      <MenuButton words="Revert to…">
        {(close) =>
          ways.map((step) => (
            <MenuItem
              key={step.revision}
              onClick={() => {
                close();
                begin(() => setRevision(step.revision));
              }}
            >
              {step.event.sentence}&nbsp;<RelativeTime at={step.event.occurredAt} />
            </MenuItem>
          ))
        }
      </MenuButton>
      {revision === null ? null : (
        <RevertDialog place={{ flag, environment: place.environment }} revision={revision} onClose={() => setRevision(null)} />
      )}
    </>
  );
}

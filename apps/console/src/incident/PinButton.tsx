import { useNotify } from "ra-core";
import { asProblem } from "../api/errors.ts";
import { useCommand } from "../data/command.ts";
import type { TimelineEntry } from "../timeline/entry.ts";
import { pinEntry } from "./incidentCommands.ts";
import { SmallButton } from "../data/SmallButton.tsx";

/** Takes an entry into the short version of the timeline, or out of it; pressed again it is undone, so nothing is asked first. */
export function PinButton({ incidentId, entry }: { incidentId: string; entry: Pick<TimelineEntry, "id" | "pinned"> }) {
  const give = useCommand(pinEntry);
  const notify = useNotify();
  const press = (): void => {
    give({ incidentId, entryId: entry.id, pinned: !entry.pinned }).catch((error: unknown) =>
      notify(`${asProblem(error).message} ${asProblem(error).fix ?? ""}`, { type: "error" }),
    );
  };
  return <SmallButton onClick={press}>{entry.pinned ? "Unpin" : "Pin"}</SmallButton>;
}

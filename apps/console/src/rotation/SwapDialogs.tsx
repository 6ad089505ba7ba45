import { useState } from "react";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { MomentField } from "../data/MomentField.tsx";
import { ReasonField } from "../data/ReasonField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { askForSwap, takeOverNow, takeSwap } from "./scheduleDocuments.ts";
import type { Swap } from "./scheduleDocuments.ts";
import { clockIn, dayIn } from "./zoneDays.ts";

interface Rotation {
  id: string;
  name: string;
}

/** Asks whoever takes turns to stand in for a shift of one's own. */
export function AskSwapDialog({ rotation, onClose }: { rotation: Rotation; onClose: () => void }) {
  const draft = useDraft("rotation.swap", rotation.id);
  const [from, setFrom] = useDraftState<string | null>(draft, "from", null);
  const [to, setTo] = useState<string | null>(null);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(askForSwap, draft);
  const fits = from !== null && to !== null && Date.parse(from) < Date.parse(to);
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`Ask for a stand-in in ${rotation.name}?`}
      confirm="Ask for a stand-in"
      ready={fits}
      preview={<p>Everybody who takes turns in {rotation.name} is told. The first to take it has it; until then it stays yours.</p>}
      act={async () => {
        if (from !== null && to !== null) await give({ rotationId: rotation.id, from, to, reason });
      }}
    >
      <MomentField label="From" value={from} set={setFrom} needed />
      <MomentField label="Until" value={to} set={setTo} needed />
      <ReasonField value={reason} set={setReason} />
    </ConfirmCommand>
  );
}

/** Takes a shift that somebody asks for. */
export function TakeSwapDialog({ rotation, swap, zone, onClose }: { rotation: Rotation; swap: Swap; zone: string; onClose: () => void }) {
  const give = useCommand(takeSwap);
  const when = (iso: string): string => `${dayIn(Date.parse(iso), zone)} ${clockIn(Date.parse(iso), zone)}`;
  return (
    <ConfirmCommand
      open
      focused
      draft={null}
      onClose={onClose}
      title={`Stand in for ${swap.person.name}?`}
      confirm={`Take the shift of ${swap.person.name}`}
      preview={
        <p>
          You are paged for {rotation.name} instead of {swap.person.name} from {when(swap.from)} to {when(swap.to)}. Both of you are told.
        </p>
      }
      act={async () => void (await give({ rotationId: rotation.id, swapId: swap.id }))}
    />
  );
}

/** Takes the pager at once. */
export function TakeOverDialog({ rotation, from, onClose }: { rotation: Rotation; from: readonly string[]; onClose: () => void }) {
  const give = useCommand(takeOverNow);
  const whom = from.length === 0 ? "Nobody is on call now" : `It is taken from ${from.join(" and ")}`;
  return (
    <ConfirmCommand
      open
      focused
      draft={null}
      onClose={onClose}
      title={`Take over ${rotation.name} now?`}
      confirm="Take over now"
      preview={<p>{whom}. You are paged from now until the shift that runs would end, for half a day at most. All of you are told.</p>}
      act={async () => void (await give({ rotationId: rotation.id }))}
    />
  );
}

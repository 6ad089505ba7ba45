import MenuItem from "@mui/material/MenuItem";
import { useGetIdentity } from "ra-core";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { ownId } from "../data/globalId.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useMay } from "../data/may.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { MenuButton } from "../lists/MenuButton.tsx";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { State } from "../marks/State.tsx";
import { dayWords } from "../promises/Due.tsx";
import { forumEvents, sittingDocument } from "./forumDocuments.ts";
import type { SittingRecord } from "./forumDocuments.ts";
import { kinds, sittingSentence, sittingStanding } from "./forumWords.ts";
import {
  ActionDialog, BeginDialog, CloseDialog, FindingReasonDialog, MoveDialog, ReasonedDialog, RiskDialog, TalkDialog, UndoDialog, WriteDialog,
} from "./SittingDialogs.tsx";
import { AgendaPanel, AttendancePanel, DecisionsPanel, FindingsPanel, type Wanted } from "./SittingPanels.tsx";

/** One review of a series: what is due, who is there, what was decided and found. */
export function SittingView() {
  const { id = "" } = useParams();
  const read = useRead(sittingDocument, { id });
  useLogRefresh(forumEvents, ["read", sittingDocument.name]);
  return (
    <ReadArea read={read} where="The review">
      {({ sitting }) => (sitting === null ? <NoSuchRecord what="review" /> : <Shown sitting={sitting} />)}
    </ReadArea>
  );
}

function Shown({ sitting }: { sitting: SittingRecord }) {
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const { identity } = useGetIdentity();
  const isMe = (id: string): boolean => identity !== undefined && (identity.id === id || identity.id === ownId(id));
  const { forum, state } = sitting;
  const [runsProgram, writesReviews] = [useMay("forum.write"), useMay("review.write")];
  const runs = runsProgram || isMe(forum.owner.id);
  const part = writesReviews || runs || forum.participants.some((one) => isMe(one.id));
  const writes = part && (state === "preparing" || state === "meeting");
  const panel = { sitting, writes, begin: setWanted };
  return (
    <>
      <ViewHeader
        title={`${forum.title} of ${dayWords(sitting.heldOn ?? sitting.dueOn)}`}
        summary={sittingSentence(sitting)}
        actions={runs ? <Commands sitting={sitting} begin={setWanted} /> : undefined}
      />
      <Columns
        side={
          <>
            <Side sitting={sitting} />
            <AttendancePanel sitting={sitting} writes={writes} />
          </>
        }
      >
        <AgendaPanel {...panel} />
        <FindingsPanel {...panel} />
        <DecisionsPanel {...panel} mayUndo={part} />
        <HistoryPanel events={nodesOf(sitting.history)} total={sitting.history.totalCount} />
      </Columns>
      {wanted === null ? null : <Dialogs sitting={sitting} wanted={wanted} onClose={() => setWanted(null)} />}
    </>
  );
}

function Dialogs({ sitting, wanted, onClose }: { sitting: SittingRecord; wanted: Wanted; onClose: () => void }) {
  const of = { sitting, onClose };
  switch (wanted.what) {
    case "begin": return <BeginDialog {...of} />;
    case "move": return <MoveDialog {...of} />;
    case "close": return <CloseDialog {...of} />;
    case "skip": case "reopen": return <ReasonedDialog {...of} what={wanted.what} />;
    case "item": return <WriteDialog {...of} what="item" item={null} />;
    case "finding": case "decision": return <WriteDialog {...of} what={wanted.what} item={wanted.item} />;
    case "talk": return <TalkDialog {...of} item={wanted.item} />;
    case "undo": return <UndoDialog {...of} decisionId={wanted.decisionId} />;
    case "risk": return <RiskDialog {...of} finding={wanted.finding} />;
    case "action": return <ActionDialog {...of} finding={wanted.finding} />;
    case "settle": return <FindingReasonDialog {...of} finding={wanted.finding} />;
  }
}

function Commands({ sitting: { state }, begin }: { sitting: SittingRecord; begin: (wanted: Wanted) => void }) {
  if (state === "held" || state === "skipped")
    return <CommandButton needs="forum.own" onClick={() => begin({ what: "reopen" })}>Reopen it</CommandButton>;
  return (
    <>
      {state === "preparing" ? (
        <CommandButton needs="forum.own" first onClick={() => begin({ what: "begin" })}>Begin the review</CommandButton>
      ) : (
        <CommandButton needs="forum.own" first onClick={() => begin({ what: "close" })}>Close the review</CommandButton>
      )}
      <MenuButton words="More">
        {(closeMenu) => ([["move", "Move it to another day…"], ["skip", "Skip it…"]] as const).map(([what, words]) => (
          <MenuItem
            key={what}
            onClick={() => {
              closeMenu();
              begin({ what });
            }}
          >
            {words}
          </MenuItem>
        ))}
      </MenuButton>
    </>
  );
}

function Side({ sitting }: { sitting: SittingRecord }) {
  const { forum, moves } = sitting;
  const { words, tone } = sittingStanding(sitting);
  return (
    <Panel title="About it" meta={<State tone={tone}>{words}</State>} padded>
      <Facts
        facts={[
          ["Series", <Link key="forum" to={`/forums/${encodeURIComponent(forum.id)}`}>{forum.title}</Link>],
          ["Looks at", kinds[forum.kind]],
          ["Services", forum.services.length === 0 ? "all" : forum.services.map(({ name }) => name).join(", ")],
          ["Owner", <Person key="owner" name={forum.owner.name} />],
          ["Due", dayWords(sitting.dueOn)],
          ["Moved", moves.length === 0 ? null : moves.map(({ from, reason }) => `from ${dayWords(from)}: ${reason}`).join("; ")],
        ]}
      />
    </Panel>
  );
}

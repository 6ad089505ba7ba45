import MenuItem from "@mui/material/MenuItem";
import { useGetIdentity } from "ra-core";
import { useEffect, useEffectEvent, useState } from "react";
import { Link, useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { ownId } from "../data/globalId.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useMay } from "../data/may.ts";
import { useOpenedByLink } from "../data/openedByLink.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { MenuButton } from "../lists/MenuButton.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { useNow } from "../marks/now.ts";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { actionEvents, stateOf } from "../promises/actionDocuments.ts";
import { Owner } from "../promises/ActionsPanel.tsx";
import { dayWords } from "../promises/Due.tsx";
import { Ledger } from "../promises/Ledger.tsx";
import styles from "../promises/promises.module.css";
import { useActOnNow } from "../shell/actOnNow.tsx";
import { ChangeDialog, DueDialog, WordDialog, type Word } from "./ActionDialogs.tsx";
import { actionDocument } from "./actionDocuments.ts";
import type { ActionRecord } from "./actionDocuments.ts";
import { actionSentence } from "./actionWords.ts";

type Doing = Word | "due" | "change";
const doings: readonly string[] = ["finish", "verify", "drop", "reopen", "due", "change"] satisfies readonly Doing[];
const isDoing = (asked: string): asked is Doing => doings.includes(asked);

/** One action: who does it until when, how often that was moved, and what became of it. */
export function ActionView() {
  const { id = "" } = useParams();
  const read = useRead(actionDocument, { id });
  useLogRefresh(actionEvents, ["read", actionDocument.name]);
  return (
    <ReadArea read={read} where="The action">
      {({ action }) => (action === null ? <NoSuchRecord what="action" /> : <Shown action={action} />)}
    </ReadArea>
  );
}

function Shown({ action }: { action: ActionRecord }) {
  const [doing, setDoing] = useState<Doing | null>(null);
  useAsked(setDoing);
  const { identity } = useGetIdentity();
  const isOwner =
    action.owner !== null && identity !== undefined && (identity.id === action.owner.id || identity.id === ownId(action.owner.id));
  const mayChange = useMay("action.write") || isOwner;
  const close = (): void => setDoing(null);
  return (
    <>
      <ViewHeader
        title={`${action.reference} · ${action.title}`}
        summary={actionSentence(action)}
        actions={mayChange ? <Commands action={action} begin={setDoing} /> : undefined}
      />
      <Columns side={<Side action={action} />}>
        {action.text === "" ? null : <Panel title="What is to be done" padded>{action.text}</Panel>}
        <Promises action={action} />
        <HistoryPanel events={nodesOf(action.history)} total={action.history.totalCount} />
      </Columns>
      {doing === "due" ? <DueDialog action={action} onClose={close} /> : null}
      {doing === "change" ? <ChangeDialog action={action} onClose={close} /> : null}
      {doing === null || doing === "due" || doing === "change" ? null : <WordDialog action={action} word={doing} onClose={close} />}
    </>
  );
}

/** Opens what the palette's link asks for, once. */
function useAsked(open: (doing: Doing) => void): void {
  const [asked, forget] = useOpenedByLink("do");
  const begin = useActOnNow();
  const take = useEffectEvent(() => {
    forget();
    if (asked !== null && isDoing(asked)) begin(() => open(asked));
  });
  useEffect(() => {
    if (asked !== null) take();
  }, [asked]);
}

function Commands({ action, begin }: { action: ActionRecord; begin: (doing: Doing) => void }) {
  const rarely: readonly (readonly [Doing, string])[] = [["change", "Change it…"], ["drop", "Drop it…"]];
  if (action.state === "proposed" || action.state === "open")
    return (
      <>
        <CommandButton needs="action.own" onClick={() => begin("due")}>
          {action.dueOn === null ? "Promise a day" : "Promise another day"}
        </CommandButton>
        <CommandButton needs="action.own" first onClick={() => begin("finish")}>Finish it</CommandButton>
        <MenuButton words="More">
          {(closeMenu) => rarely.map(([what, words]) => (
            <MenuItem
              key={what}
              onClick={() => {
                closeMenu();
                begin(what);
              }}
            >
              {words}
            </MenuItem>
          ))}
        </MenuButton>
      </>
    );
  return (
    <>
      <CommandButton needs="action.own" onClick={() => begin("reopen")}>Reopen it</CommandButton>
      {action.state === "done" ? <CommandButton needs="action.write" first onClick={() => begin("verify")}>Verify it</CommandButton> : null}
    </>
  );
}

function Promises({ action }: { action: ActionRecord }) {
  const now = useNow(600_000);
  const { ledger, dueOn, registeredAt, finishedAt, state } = action;
  const open = state === "proposed" || state === "open";
  return (
    <Panel title="Promised" meta={ledger.length === 0 ? undefined : `${dayWords(ledger[0]?.from ?? "")} at first`}>
      {dueOn === null ? (
        <EmptyState title="No day is promised yet" />
      ) : (
        <Ledger
          of={{ dueOn, slips: ledger, since: registeredAt, keptOn: open ? null : (finishedAt?.slice(0, 10) ?? null), open }}
          today={new Date(now).toISOString().slice(0, 10)}
        />
      )}
      {ledger.length === 0 ? null : (
        <GroupRows
          label="Every time a day was moved"
          rows={ledger.map((slip, index) => ({ ...slip, id: String(index) })).toReversed()}
          keyOf={({ id }) => id}
          columns={[
            { key: "days", label: "Moved", narrow: "title", render: ({ from, to }) => <>{dayWords(from)} → <b>{dayWords(to)}</b></> },
            { key: "reason", label: "Why", grow: true, render: ({ reason }) => reason },
            { key: "by", label: "By", narrow: "meta", render: ({ by }) => by.name },
            { key: "at", label: "When", narrow: "state", render: ({ at }) => <RelativeTime at={at} /> },
          ]}
        />
      )}
    </Panel>
  );
}

function Side({ action }: { action: ActionRecord }) {
  const { cameOf, risk, links } = action;
  const { words, tone } = stateOf(action);
  return (
    <Panel title="About it" meta={<State tone={tone}>{words}</State>} padded>
      <Facts
        facts={[
          ["Owner", <Owner key="owner" row={action} />],
          ["Kind", action.kind === "longTerm" ? "Long-term" : "Short-term"],
          ["Came of", cameOf === null ? "by hand" : cameOf.url === null ? cameOf.name : <Link to={cameOf.url}>{cameOf.name}</Link>],
          ["Risk", risk === null ? null : <Link to={`/risks/${encodeURIComponent(risk.id)}`}>{risk.reference}</Link>],
          [
            "Registered",
            <span key="at">
              <RelativeTime at={action.registeredAt} /> by {action.registeredBy.name}
            </span>,
          ],
          [
            "Done",
            action.finishNote === null
              ? null
              : `${action.finishedBy?.name ?? "another system"}${action.finishNote === "" ? "" : `: ${action.finishNote}`}`,
          ],
          [
            "Verified",
            action.verifiedBy === null
              ? null
              : `${action.verifiedBy.name}${action.verifyNote === null || action.verifyNote === "" ? "" : `: ${action.verifyNote}`}`,
          ],
          [
            "Links",
            links.length === 0
              ? null
              : links.map((link) => (
                  <a key={link} className={styles.link} href={link} target="_blank" rel="noreferrer noopener">
                    {link.replace(/^https?:\/\//u, "")}
                  </a>
                )),
          ],
        ]}
      />
    </Panel>
  );
}

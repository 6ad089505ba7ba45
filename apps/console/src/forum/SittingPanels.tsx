import Checkbox from "@mui/material/Checkbox";
import { Link } from "react-router";
import { useCommand } from "../data/command.ts";
import { SmallButton } from "../data/SmallButton.tsx";
import { counted } from "../data/words.ts";
import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { Panel } from "../marks/Panel.tsx";
import { Shape, State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { KeyboardHints, Quiet } from "../marks/Text.tsx";
import { useActOnNow } from "../shell/actOnNow.tsx";
import { dayWords } from "../promises/Due.tsx";
import styles from "./Forum.module.css";
import { attendSitting, talkOfItem } from "./forumDocuments.ts";
import type { AgendaItem, Finding, SittingRecord } from "./forumDocuments.ts";
import { dueWords } from "./forumWords.ts";

/** What a person wants to do, with what it is about. */
export type Wanted =
  | { readonly what: "begin" | "move" | "close" | "skip" | "reopen" | "item" }
  | { readonly what: "talk"; readonly item: AgendaItem }
  | { readonly what: "finding" | "decision"; readonly item: AgendaItem | null }
  | { readonly what: "undo"; readonly decisionId: string }
  | { readonly what: "risk" | "action" | "settle"; readonly finding: Finding };

interface PanelProps {
  sitting: SittingRecord;
  /** Whether the viewer may write in it, and it is not over. */
  writes: boolean;
  begin: (wanted: Wanted) => void;
}

const columns: readonly Column<AgendaItem>[] = [
  {
    key: "done", label: <span className="unseen">Talked of</span>, width: 34, narrow: "state",
    render: ({ done }) => (done ? <Shape tone="good" label="Talked of" /> : <Shape tone="idle" label="Not yet" />),
  },
  {
    key: "title", label: "What is due", narrow: "title", grow: true,
    render: ({ title, note }) => <>{title}{note === "" ? null : <Quiet> · {note}</Quiet>}</>,
  },
  { key: "kind", label: "Why", narrow: "meta", render: ({ kind }) => dueWords[kind] },
  { key: "day", label: "Day", narrow: "meta", render: ({ dueOn }) => (dueOn === null ? <Quiet>–</Quiet> : dayWords(dueOn)) },
];

/** What is talked of. While people meet, keys on a row say that it was, note a finding, or write down a decision. */
export function AgendaPanel({ sitting, writes, begin }: PanelProps) {
  const talk = useCommand(talkOfItem);
  const act = useActOnNow();
  const { agenda, state } = sitting;
  const meeting = writes && state === "meeting";
  const done = agenda.filter((one) => one.done).length;
  const toggle = (item: AgendaItem): void =>
    act(() => void talk({ sittingId: sitting.id, itemId: item.id, done: !item.done, note: item.note, seenRevision: item.revision }));
  const press: Column<AgendaItem> = {
    key: "press", label: <span className="unseen">What to do</span>, narrow: "meta",
    render: (item) => (
      <SmallButton needs="forum.own" label={`${item.title}: ${item.done ? "not yet" : "talked of"}`} onClick={() => toggle(item)}>
        {item.done ? "Not yet" : "Talked of"}
      </SmallButton>
    ),
  };
  const onKey = (item: AgendaItem, key: string): boolean => {
    if (!meeting) return false;
    if (key === " ") toggle(item);
    else if (key === "t") begin({ what: "talk", item });
    else if (key === "n") begin({ what: "finding", item });
    else if (key === "d") begin({ what: "decision", item });
    else return false;
    return true;
  };
  return (
    <Panel
      title="Agenda"
      meta={
        agenda.length === 0
          ? undefined
          : state === "preparing" ? "as of now, until it begins" : `${String(done)} of ${String(agenda.length)} talked of`
      }
      foot={
        meeting && agenda.length > 0 ? (
          <KeyboardHints
            hints={[
              ["J K", "to move"], ["Space", "talked of"], ["T", "what was said"], ["N", "a finding"], ["D", "a decision"],
              ["Enter", "to open"],
            ]}
          />
        ) : undefined
      }
    >
      {agenda.length === 0 ? (
        <EmptyState title="Nothing is due" />
      ) : (
        <GroupRows
          label="Agenda"
          rows={agenda}
          columns={meeting ? [...columns, press] : columns}
          keyOf={({ id }) => id}
          hrefOf={({ url }) => url ?? undefined}
          onKey={(item, event) => onKey(item, event.key.toLowerCase())}
        />
      )}
      {writes ? (
        <div className={styles.padded}>
          <SmallButton needs="forum.own" onClick={() => begin({ what: "item" })}>Put something on it…</SmallButton>
        </div>
      ) : null}
    </Panel>
  );
}

function standingOf({ open, became, dismissed }: Finding) {
  if (open) return <State tone="attention">Open</State>;
  if (became !== null) return <State tone="good">{became.kind === "risk" ? "A risk" : "An action"}</State>;
  return <State tone="idle">{dismissed === null ? "Closed" : "Dismissed"}</State>;
}

function FindingLine({ finding, writes, begin }: { finding: Finding } & Pick<PanelProps, "writes" | "begin">) {
  const { title, text, notedBy, became, dismissed, open } = finding;
  return (
    <li className={styles.line}>
      <div className={styles.words}>
        <b>{title}</b>
        {text === "" ? null : <span>{text}</span>}
        <span className={styles.note}>
          noted by {notedBy?.name ?? "somebody"}
          {became === null ? null : <>; it is {became.url === null ? became.name : <Link to={became.url}>{became.name}</Link>}</>}
          {dismissed === null ? null : `; dismissed: ${dismissed}`}
        </span>
      </div>
      {standingOf(finding)}
      {writes ? (
        <span className={styles.does}>
          {open ? (
            <>
              <SmallButton
                needs="risk.write"
                label={`A risk… of “${title}”`}
                onClick={() => begin({ what: "risk", finding })}
              >
                A risk…
              </SmallButton>
              <SmallButton
                needs="action.write"
                label={`An action… of “${title}”`}
                onClick={() => begin({ what: "action", finding })}
              >
                An action…
              </SmallButton>
            </>
          ) : null}
          <SmallButton
            needs="forum.own"
            label={`${open ? "Dismiss…" : "Take up again…"} “${title}”`}
            onClick={() => begin({ what: "settle", finding })}
          >
            {open ? "Dismiss…" : "Take up again…"}
          </SmallButton>
        </span>
      ) : null}
    </li>
  );
}

/** What was found, and what became of it. */
export function FindingsPanel({ sitting: { findings }, writes, begin }: PanelProps) {
  const open = findings.filter((one) => one.open).length;
  return (
    <Panel
      title="Findings"
      urgent={open > 0 && writes}
      meta={findings.length === 0 ? undefined : `${String(open)} of ${String(findings.length)} open`}
    >
      {findings.length === 0 ? (
        <EmptyState title="Nothing was found yet">What is found becomes a risk or an action, or is dismissed with a reason.</EmptyState>
      ) : (
        <ul className={styles.list}>
          {findings.map((finding) => <FindingLine key={finding.id} finding={finding} writes={writes} begin={begin} />)}
        </ul>
      )}
      {writes ? (
        <div className={styles.padded}>
          <SmallButton needs="forum.own" onClick={() => begin({ what: "finding", item: null })}>Note a finding…</SmallButton>
        </div>
      ) : null}
    </Panel>
  );
}

/** What was decided, by whom and why. */
export function DecisionsPanel({ sitting: { decisions, agenda }, writes, mayUndo, begin }: PanelProps & { mayUndo: boolean }) {
  const about = new Map(agenda.map(({ id, title }) => [id, title]));
  return (
    <Panel title="Decisions" meta={decisions.length === 0 ? undefined : counted(decisions.length, "decision")}>
      {decisions.length === 0 ? (
        <EmptyState title="Nothing was decided yet" />
      ) : (
        <ul className={styles.list}>
          {decisions.map(({ id, text, reason, by, itemId, undone }) => (
            <li key={id} className={styles.line} data-undone={undone !== null || undefined}>
              <div className={styles.words}>
                <b>{text}</b>
                <span>{reason}</span>
                <span className={styles.note}>
                  {by?.name ?? "somebody"}
                  {itemId === null || !about.has(itemId) ? "" : `, about ${about.get(itemId) ?? ""}`}
                  {undone === null ? "" : `; undone: ${undone}`}
                </span>
              </div>
              {mayUndo && undone === null ? (
                <SmallButton
                  needs="forum.own"
                  label={`Undo… “${text}”`}
                  onClick={() => begin({ what: "undo", decisionId: id })}
                >
                  Undo…
                </SmallButton>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {writes ? (
        <div className={styles.padded}>
          <SmallButton needs="forum.own" onClick={() => begin({ what: "decision", item: null })}>Write down a decision…</SmallButton>
        </div>
      ) : null}
    </Panel>
  );
}

/** Who is there. */
export function AttendancePanel({ sitting, writes }: Omit<PanelProps, "begin">) {
  const give = useCommand(attendSitting);
  const act = useActOnNow();
  const there = new Set(sitting.attended.map(({ id }) => id));
  const { owner, participants } = sitting.forum;
  const asked = [...new Map([owner, ...participants, ...sitting.attended].map((one) => [one.id, one])).values()];
  return (
    <Panel title="Who is there" meta={`${String(there.size)} of ${String(asked.length)}`} padded>
      <ul className={styles.people}>
        {asked.map(({ id, name }) => (
          <li key={id}>
            <label>
              <Checkbox
                size="small" checked={there.has(id)} disabled={!writes}
                onChange={(_, attends) => act(() => void give({ sittingId: sitting.id, personId: id, attends }))}
              />
              {name}
              {id === owner.id ? <Quiet>owner</Quiet> : null}
            </label>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

import Button from "@mui/material/Button";
import { minutesFigure } from "@ballast/schema/badMinutes";
import { useState } from "react";
import { Link } from "react-router";
import { count, counted } from "../data/words.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { Tag } from "../marks/State.tsx";
import type { Tone } from "../marks/tone.ts";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { shortDate } from "../marks/time.ts";
import type { BoardItem } from "./programDocuments.ts";
import styles from "./Program.module.css";

const toneOf = ({ kind }: BoardItem): Tone =>
  kind === "Mitigation" || kind === "Acceptance" ? "planned" : kind === "Risk" ? "attention" : "info";
const day = (on: string): string => shortDate(Date.parse(on), "utc");

function Due({ item: { kind, dueOn, before, overdueDays } }: { item: BoardItem }) {
  if (dueOn === null) return <Quiet>–</Quiet>;
  return (
    <span>
      <span className={overdueDays > 0 ? styles.late : undefined}>{kind === "Acceptance" ? `expires ${day(dueOn)}` : day(dueOn)}</span>
      {before.map((one, place) => (
        <span key={`${one}/${String(place)}`} className={styles.before}>
          {" "}
          ← {day(one)}
        </span>
      ))}
    </span>
  );
}

const what: Column<BoardItem> = {
  key: "what",
  label: "What",
  narrow: "title",
  grow: true,
  render: ({ title, view }) =>
    view === null ? (
      <strong>{title}</strong>
    ) : (
      <Link to={view}>
        <strong>{title}</strong>
      </Link>
    ),
};
const kind: Column<BoardItem> = {
  key: "kind",
  label: "Kind",
  narrow: "state",
  render: (item) => <Tag tone={toneOf(item)}>{item.kind}</Tag>,
};
const owner: Column<BoardItem> = {
  key: "owner",
  label: "Owner",
  narrow: "hide",
  render: (item) => (item.owner === null ? <Quiet>–</Quiet> : <Person name={item.owner.name} />),
};
const due: Column<BoardItem> = { key: "due", label: "Due", render: (item) => <Due item={item} /> };
const late: Column<BoardItem> = { key: "late", label: "Late by", right: true, render: ({ overdueDays }) => counted(overdueDays, "day") };
const atStake: Column<BoardItem> = {
  key: "minutes",
  label: "At stake",
  right: true,
  render: ({ minutes }) => (minutes === null ? <Quiet>–</Quiet> : `${minutesFigure(minutes)} min`),
};
const why: Column<BoardItem> = { key: "why", label: "Why now", narrow: "meta", render: (item) => <Quiet>{item.why}</Quiet> };
const decide: Column<BoardItem> = {
  key: "decide",
  label: <span className="unseen">Decision</span>,
  right: true,
  render: ({ decide: word, view, title }) =>
    word === null || view === null ? null : (
      <Button size="small" component={Link} to={view} aria-label={`${word}: ${title}`}>
        {word}
      </Button>
    ),
};
const waits: Column<BoardItem> = { key: "waits", label: "Waits for", narrow: "meta", render: ({ waitsFor }) => waitsFor.join(", ") };
const real: Column<BoardItem> = {
  key: "real",
  label: "Really",
  render: ({ realDueOn, dueOn }) =>
    realDueOn === null || realDueOn === dueOn ? <Quiet>–</Quiet> : <span className={styles.late}>{day(realDueOn)}</span>,
};

/** A list as far as it is here. */
export interface Items {
  readonly items: readonly BoardItem[];
  /** How many there are. */
  readonly total: number;
  /** Shows so many more; undefined while they are on their way. */
  readonly showMore: ((more: number) => void) | undefined;
}

/** The first of them, and more when they are wanted: nobody reads thousands, and to draw them takes a browser half a minute. */
function ItemRows({ label, list, columns }: { label: string; list: Items; columns: readonly Column<BoardItem>[] }) {
  const { items, total, showMore } = list;
  const more = Math.min(100, total - items.length);
  return (
    <>
      <GroupRows label={label} rows={items} columns={columns} keyOf={({ key }) => key} />
      {more <= 0 ? null : (
        <div className={styles.more}>
          <Button size="small" disabled={showMore === undefined} onClick={() => showMore?.(100)}>
            Show {count(more)} more of {count(total)}
          </Button>
        </div>
      )}
    </>
  );
}

/** What needs a decision, what hangs most on it first, each with its button. */
export function DecisionsPanel({ list }: { list: Items }) {
  return (
    <Panel title="Needs a decision" meta="sorted by minutes at stake">
      {list.total === 0 ? (
        <EmptyState title="Nothing waits for a decision">
          Promises hold, acceptances are decided, nothing too big lies untouched.
        </EmptyState>
      ) : (
        <ItemRows label="Needs a decision" list={list} columns={[what, kind, owner, due, atStake, why, decide]} />
      )}
    </Panel>
  );
}

/** What is overdue, the longest first: mitigations, acceptances, actions and risks alike. */
export function OverduePanel({ items }: { items: readonly BoardItem[] }) {
  const [shown, setShown] = useState(100);
  const list = { items: items.slice(0, shown), total: items.length, showMore: (more: number) => setShown(shown + more) };
  return (
    <Panel title="Overdue" meta="the longest first">
      {items.length === 0 ? (
        <EmptyState title="Nothing is overdue">What was promised is done, or its day lies ahead.</EmptyState>
      ) : (
        <ItemRows label="Overdue" list={list} columns={[what, kind, owner, due, late, atStake, why]} />
      )}
    </Panel>
  );
}

/** Promises that were moved, and what waits for something else; nothing where there are none. */
export function PromisesPanels({ slipped, blocked }: { slipped: Items; blocked: Items }) {
  if (slipped.total === 0 && blocked.total === 0) return null;
  return (
    <div className={styles.pair}>
      <Panel title="Slips" meta="every day that was ever promised">
        {slipped.total === 0 ? (
          <EmptyState title="No promise was moved" />
        ) : (
          <ItemRows label="Slips" list={slipped} columns={[what, due, atStake]} />
        )}
      </Panel>
      <Panel title="Blocked" meta="and the day to which it really computes">
        {blocked.total === 0 ? (
          <EmptyState title="Nothing waits for something else" />
        ) : (
          <ItemRows label="Blocked" list={blocked} columns={[what, waits, real]} />
        )}
      </Panel>
    </div>
  );
}

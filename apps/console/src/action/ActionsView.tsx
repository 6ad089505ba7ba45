import Button from "@mui/material/Button";
import { useMemo, useState } from "react";
import { Link, useNavigate } from "react-router";
import { usePeople } from "../choices/peopleChoices.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useOpenedByLink } from "../data/openedByLink.ts";
import { useRead } from "../data/read.ts";
import type { FilterSpec, FilterValues, Option } from "../lists/filters.ts";
import { ExportButton, ListPanel } from "../lists/ListPanel.tsx";
import { useList } from "../lists/useList.ts";
import type { ListSpec } from "../lists/useList.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { ViewHeader } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { actionEvents, actionStates, stateOf } from "../promises/actionDocuments.ts";
import type { ActionLine } from "../promises/actionDocuments.ts";
import { Owner } from "../promises/ActionsPanel.tsx";
import { AddActionDialog } from "../promises/AddActionDialog.tsx";
import { Due } from "../promises/Due.tsx";
import styles from "../promises/promises.module.css";
import { actionCountsDocument } from "./actionDocuments.ts";
import { listSentence } from "./actionWords.ts";

const sorts = [
  "URGENCY_ASC", "DUE_ASC", "DUE_DESC", "REGISTERED_ASC", "REGISTERED_DESC", "NUMBER_ASC", "NUMBER_DESC",
] as const;
const nothing = {};

const filtersFor = (owners: readonly Option[]): readonly FilterSpec[] => [
  {
    kind: "many", name: "state", words: "That are", usual: "proposed,open,done",
    options: Object.entries(actionStates).map(([state, { words }]): Option => [state, words.toLowerCase()]),
  },
  { kind: "choice", name: "late", words: "And", options: [["yes", "late"]] },
  { kind: "choice", name: "owner", words: "Of owner", options: [["nobody", "nobody yet"], ...owners] },
  {
    kind: "choice", name: "from", words: "That came of",
    options: [["incident", "an incident"], ["risk", "a risk"], ["review", "a review"], ["hand", "nothing else: by hand"]],
  },
  { kind: "choice", name: "kind", words: "Which are", options: [["shortTerm", "short-term"], ["longTerm", "long-term"]] },
  { kind: "text", name: "text", words: "Contain text", hint: "queue" },
];

const filterOf = ({ state, late, owner, from, kind, text }: FilterValues): Record<string, unknown> => ({
  text,
  kind,
  sourceKind: from,
  ...(state === undefined ? {} : { states: state.split(",") }),
  ...(late === undefined ? {} : { overdue: true }),
  ...(owner === undefined ? {} : owner === "nobody" ? { unowned: true } : { owner }),
});

const csv: ListSpec<ActionLine>["csv"] = [
  ["reference", (row) => row.reference],
  ["title", (row) => row.title],
  ["kind", (row) => row.kind],
  ["state", (row) => row.state],
  ["owner", (row) => row.owner?.name ?? row.ownerName],
  ["due", (row) => row.dueOn],
  ["firstDue", (row) => row.slips[0]?.from ?? row.dueOn],
  ["slips", (row) => row.slips.length],
  ["daysLate", (row) => row.daysLate],
  ["cameOf", (row) => row.cameOf?.name ?? null],
  ["risk", (row) => row.risk?.reference ?? null],
  ["priceOfLateness", (row) => row.priceOfLateness],
  ["registeredAt", (row) => row.registeredAt],
];

/** What other systems call things may be long: as much as a column bears, and the whole on hover. */
const Cut = ({ text }: { text: string }) => <span className={styles.cut} title={text}>{text}</span>;

const columns: readonly Column<ActionLine>[] = [
  { key: "reference", label: "Action", narrow: "meta", render: ({ reference }) => <Quiet><Cut text={reference} /></Quiet> },
  { key: "title", label: "What is to be done", narrow: "title", grow: true, render: ({ title }) => title },
  { key: "owner", label: "Owner", narrow: "hide", render: (row) => <Owner row={row} /> },
  { key: "due", label: "Due", sortable: true, render: (row) => <Due promised={row} /> },
  { key: "cameOf", label: "Came of", narrow: "hide", render: ({ cameOf }) => <Quiet><Cut text={cameOf?.name ?? "by hand"} /></Quiet> },
  {
    key: "state", label: "State", narrow: "state",
    render(row) {
      const { words, tone } = stateOf(row);
      return <State tone={tone}>{words}</State>;
    },
  },
];

/** What somebody has to do: what is late first. */
export function ActionsView() {
  const people = usePeople();
  const navigate = useNavigate();
  const [asked, forget] = useOpenedByLink("add");
  const [adding, setAdding] = useState(false);
  const spec = useMemo<ListSpec<ActionLine>>(
    () => ({ resource: "actions", filters: filtersFor(people.map(({ id, name }): Option => [id, name])), filterOf, sorts, csv }),
    [people],
  );
  const list = useList(spec);
  const { data } = useRead(actionCountsDocument, nothing, { keep: true });
  useLogRefresh(actionEvents, ["actions"]);
  useLogRefresh(actionEvents, ["read", actionCountsDocument.name]);
  const add = (
    <CommandButton needs="action.write" first onClick={() => setAdding(true)}>
      Add an action
    </CommandButton>
  );
  const close = (): void => {
    setAdding(false);
    forget();
  };
  return (
    <>
      <ViewHeader
        title="Actions"
        summary={data === undefined ? "What somebody has to do, until when, and whether it was done." : listSentence(data)}
        actions={
          <>
            <ExportButton list={list} />
            <Button component={Link} to="/imports/file?kind=actions">Import</Button>
            {add}
          </>
        }
      />
      <ListPanel
        list={list}
        label="Actions"
        columns={columns}
        sortFields={{ due: "DUE", reference: "NUMBER" }}
        order="What is due first"
        hrefOf={({ id }) => `/actions/${encodeURIComponent(id)}`}
        empty={{
          title: "Nothing is to be done",
          words: <>Actions come from incidents and risks, from the terminal, <code>ballast import actions FILE.jsonl</code>, or by hand.</>,
          action: add,
        }}
      />
      {adding || asked !== null ? (
        <AddActionDialog cause={null} onClose={close} done={(id) => void navigate(`/actions/${encodeURIComponent(id)}`)} />
      ) : null}
    </>
  );
}

import { useMemo } from "react";
import { Link } from "react-router";
import { usePeople } from "../choices/peopleChoices.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import type { FilterSpec, FilterValues, Option } from "../lists/filters.ts";
import { ExportButton, ListPanel } from "../lists/ListPanel.tsx";
import { useList } from "../lists/useList.ts";
import type { ListSpec } from "../lists/useList.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { useNow } from "../marks/now.ts";
import { ViewHeader } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { State } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { severityTone, severityWords } from "../response/incidentWords.ts";
import { reviewCountsDocument, reviewFactorsDocument } from "./reviewDocuments.ts";
import { reviewEvents } from "./reviewEvents.ts";
import type { ReviewLine } from "./reviewsBinding.ts";
import { factorTitle, listSentence, reviewStates, standingOf } from "./reviewWords.ts";

const sorts = ["URGENCY_ASC", "DUE_ASC", "DUE_DESC", "OPENED_ASC", "OPENED_DESC"] as const;
const nothing = {};

const filtersFor = (people: readonly Option[], factors: readonly Option[]): readonly FilterSpec[] => [
  {
    kind: "many", name: "state", words: "That are",
    options: Object.entries(reviewStates).map(([state, { words }]): Option => [state, words.toLowerCase()]),
  },
  { kind: "choice", name: "due", words: "And", options: [["yes", "overdue"]] },
  { kind: "choice", name: "facilitator", words: "Led by", options: people },
  { kind: "choice", name: "factor", words: "With the factor", options: factors },
  { kind: "text", name: "text", words: "Contain text", hint: "retry budget" },
];

const filterOf = ({ state, due, facilitator, factor, text }: FilterValues, now: number): Record<string, unknown> => ({
  facilitator,
  factor,
  text,
  ...(state === undefined ? {} : { states: state.split(",") }),
  ...(due === undefined ? {} : { dueBefore: new Date(now).toISOString(), states: ["preparing", "meeting"] }),
});

const csv: ListSpec<ReviewLine>["csv"] = [
  ["incident", (row) => row.incident.reference],
  ["title", (row) => row.incident.title],
  ["severity", (row) => row.incident.severity],
  ["state", (row) => row.state],
  ["due", (row) => row.dueAt],
  ["held", (row) => row.heldAt],
  ["facilitator", (row) => row.facilitator?.name ?? null],
  ["openedAt", (row) => row.openedAt],
];

function When({ row: { state, dueAt, heldAt } }: { row: ReviewLine }) {
  if (heldAt !== null) return <>held <RelativeTime at={heldAt} /></>;
  if (dueAt === null || state === "skipped") return <Quiet>no day</Quiet>;
  return <>due <RelativeTime at={dueAt} /></>;
}

const columns: readonly Column<ReviewLine>[] = [
  { key: "reference", label: "Incident", narrow: "meta", render: ({ incident }) => <Quiet>{incident.reference}</Quiet> },
  { key: "title", label: "What it is about", narrow: "title", grow: true, render: ({ incident }) => incident.title },
  {
    key: "severity", label: "Severity", narrow: "hide",
    render: ({ incident }) => <State tone={severityTone(incident.severity)}>{severityWords(incident.severity)}</State>,
  },
  {
    key: "facilitator", label: "Led by", narrow: "hide",
    render: ({ facilitator }) => (facilitator === null ? <Quiet>nobody yet</Quiet> : <Person name={facilitator.name} />),
  },
  { key: "due", label: "When", sortable: true, render: (row) => <When row={row} /> },
  {
    key: "state", label: "State", narrow: "state",
    render(row) {
      const { words, tone } = standingOf(row);
      return <State tone={tone}>{words}</State>;
    },
  },
];

/** Reviews of incidents: what people meet about, what has to be held, what waits to be published. */
export function ReviewsView() {
  const people = usePeople();
  const now = useNow(60_000);
  const { data: factors } = useRead(reviewFactorsDocument, nothing, { keep: true });
  const spec = useMemo<ListSpec<ReviewLine>>(() => {
    const words = (factors?.reviewFactors ?? []).filter(({ times }) => times > 0).map(({ word }): Option => [word, factorTitle(word)]);
    return { resource: "reviews", filters: filtersFor(people.map(({ id, name }): Option => [id, name]), words), filterOf, sorts, csv };
  }, [people, factors]);
  const list = useList(spec);
  const { data } = useRead(reviewCountsDocument, { dueBefore: new Date(now).toISOString() }, { keep: true });
  useLogRefresh(reviewEvents, ["reviews"]);
  useLogRefresh(reviewEvents, ["read", reviewCountsDocument.name]);
  return (
    <>
      <ViewHeader
        title="Reviews"
        summary={data === undefined ? "What people say about incidents afterwards, and what comes of it." : listSentence(data)}
        actions={<ExportButton list={list} />}
      />
      <ListPanel
        list={list}
        label="Reviews"
        columns={columns}
        sortFields={{ due: "DUE" }}
        order="What people meet about, then what is due first"
        hrefOf={({ id }) => `/reviews/${encodeURIComponent(id)}`}
        empty={{
          title: "No review yet",
          words: (
            <>
              One is opened when an incident's review falls due, or by hand from <Link to="/incidents">an incident</Link> that was resolved.
            </>
          ),
        }}
      />
    </>
  );
}

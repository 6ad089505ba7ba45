import { useMemo } from "react";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import { count } from "../data/words.ts";
import type { FilterSpec, FilterValues } from "../lists/filters.ts";
import { ExportButton, ListPanel } from "../lists/ListPanel.tsx";
import { useList } from "../lists/useList.ts";
import type { ListSpec } from "../lists/useList.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { ViewHeader } from "../marks/Panel.tsx";
import { Tag } from "../marks/State.tsx";
import { Matched, Quiet, Version } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { customerChoicesDocument, customerEvents } from "./customerDocuments.ts";
import type { CustomerLine } from "./customerDocuments.ts";

const sorts = ["NAME_ASC", "NAME_DESC", "SEEN_DESC"] as const;
const nothing = {};

const filtersFor = (plans: readonly string[], regions: readonly string[]): readonly FilterSpec[] => [
  { kind: "text", name: "text", words: "Contains text", hint: "Acme, eu-west" },
  { kind: "choice", name: "plan", words: "Plan", options: plans.map((plan) => [plan, plan]) },
  { kind: "choice", name: "region", words: "Region", options: regions.map((region) => [region, region]) },
  { kind: "choice", name: "described", words: "Are", options: [["yes", "described"], ["no", "only seen"]] },
];

const filterOf = ({ text, plan, region, described }: FilterValues): Record<string, unknown> => ({
  text, plan, region, ...(described === undefined ? {} : { described: described === "yes" }),
});

const csv: ListSpec<CustomerLine>["csv"] = [
  ["id", (row) => row.externalId],
  ["name", (row) => row.name],
  ["plan", (row) => row.plan],
  ["region", (row) => row.region],
  ["described", (row) => row.described],
  ["lastSeenAt", (row) => row.lastSeenAt],
];

const columnsFor = (text: string | undefined): readonly Column<CustomerLine>[] => [
  { key: "name", label: "Customer", narrow: "title", grow: true, render: ({ name }) => <Matched text={name} query={text} /> },
  { key: "id", label: "Id", narrow: "hide", render: ({ externalId }) => <Version>{externalId}</Version> },
  { key: "plan", label: "Plan", render: ({ plan }) => (plan === null ? <Quiet>–</Quiet> : <Tag>{plan}</Tag>) },
  { key: "region", label: "Region", render: ({ region }) => region ?? <Quiet>–</Quiet> },
  {
    key: "seen",
    label: "Last seen",
    render: ({ lastSeenAt }) => (lastSeenAt === null ? <Quiet>not yet</Quiet> : <RelativeTime at={lastSeenAt} />),
  },
];

/** Every customer that is known. */
export function CustomersView() {
  const choices = useRead(customerChoicesDocument, nothing).data?.customerChoices;
  const spec = useMemo<ListSpec<CustomerLine>>(
    () => ({ resource: "customers", filters: filtersFor(choices?.plans ?? [], choices?.regions ?? []), filterOf, sorts, csv }),
    [choices],
  );
  const list = useList(spec);
  useLogRefresh(customerEvents, ["customers"]);
  const summary =
    list.total === undefined || list.total === 0
      ? "Who uses your services: what each gets, why, and what reached it."
      : `${count(list.total)} ${list.total === 1 ? "customer" : "customers"}${list.filtered ? " fit these filters" : " are known"}; each opens to what it gets, why, and what reached it.`;
  return (
    <>
      <ViewHeader title="Customers" summary={summary} actions={<ExportButton list={list} />} />
      <ListPanel
        list={list}
        label="Customers"
        columns={columnsFor(list.values["text"])}
        sortFields={{ name: "NAME", seen: "SEEN" }}
        order={list.sort.field === "SEEN" ? "Last seen first" : "By name"}
        hrefOf={({ id }) => `/customers/${encodeURIComponent(id)}`}
        empty={{
          title: "No customer is known yet",
          words: (
            <>
              They come by themselves, with deploys that name them and flags that they ask for. Bring names and plans from the terminal:{" "}
              <code>ballast import customers FILE</code>.
            </>
          ),
        }}
      />
    </>
  );
}

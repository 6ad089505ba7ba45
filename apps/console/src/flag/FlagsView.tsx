import { useMemo } from "react";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { count } from "../data/words.ts";
import type { FilterSpec, FilterValues, Option } from "../lists/filters.ts";
import { ExportButton, ListPanel } from "../lists/ListPanel.tsx";
import { useList } from "../lists/useList.ts";
import type { ListSpec } from "../lists/useList.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { ViewHeader } from "../marks/Panel.tsx";
import { State, Tag } from "../marks/State.tsx";
import { Matched, Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { flagEvents } from "./flagDocuments.ts";
import type { FlagLine } from "./flagDocuments.ts";
import { flagName, setTo } from "./flagWords.ts";

const sorts = ["CHANGED_DESC", "KEY_ASC"] as const;

const filtersFor = (services: readonly Option[]): readonly FilterSpec[] => [
  { kind: "choice", name: "service", words: "Service", options: services },
  { kind: "text", name: "text", words: "Contains text", hint: "one-page-pay" },
  { kind: "choice", name: "present", words: "Is", options: [["yes", "there"], ["no", "removed"]] },
];

const filterOf = ({ service, text, present }: FilterValues): Record<string, unknown> => ({ service, text, ...(present === undefined ? {} : { present: present === "yes" }) });

const csv: ListSpec<FlagLine>["csv"] = [
  ["service", (row) => row.service?.slug ?? ""], ["flag", (row) => row.name], ["environment", (row) => row.environment ?? ""], ["present", (row) => row.present], ["state", (row) => JSON.stringify(row.state)],
  ["changes", (row) => row.changeCount], ["changedAt", (row) => row.changedAt], ["id", (row) => row.id],
];

const columnsFor = (text: string | undefined, oneService: boolean): readonly Column<FlagLine>[] => [
  { key: "key", label: "Flag", narrow: "title", render: (row) => <Matched text={flagName(row)} query={text} /> },
  ...(oneService ? [] : [{ key: "service", label: "Service", render: ({ service }: FlagLine) => <Tag>{service?.slug ?? "–"}</Tag> }]),
  { key: "state", label: "Set to", grow: true, render: (row) => <Quiet>{setTo(row)}</Quiet> },
  { key: "changes", label: "Changes", right: true, narrow: "hide", render: ({ changeCount }) => count(changeCount) },
  { key: "at", label: "Changed", render: ({ changedAt }) => <RelativeTime at={changedAt} /> },
  { key: "present", label: "State", narrow: "state", render: ({ present }) => <State tone={present ? "info" : "idle"}>{present ? "There" : "Removed"}</State> },
];

/** Every flag that is known, with what it is set to. */
export function FlagsView() {
  const services = useServiceOptions();
  const spec = useMemo<ListSpec<FlagLine>>(() => ({ resource: "flags", filters: filtersFor(services), filterOf, sorts, csv }), [services]);
  const list = useList(spec);
  useLogRefresh(flagEvents, ["flags"]);
  const summary = list.total === undefined || list.total === 0 ? "Who sees what: every flag of your services, and everything that changed it." : `${count(list.total)} ${list.total === 1 ? "flag" : "flags"}${list.filtered ? " fit these filters" : " that other systems hold"}; each opens to everything that changed it.`;
  return (
    <>
      <ViewHeader title="Flags" summary={summary} actions={<ExportButton list={list} />} />
      <ListPanel
        list={list}
        label="Flags"
        columns={columnsFor(list.values["text"], list.values["service"] !== undefined)}
        sortFields={{ at: "CHANGED", key: "KEY" }}
        order={list.sort.field === "KEY" ? "By name" : "Last changed first"}
        hrefOf={({ id }) => `/flags/${encodeURIComponent(id)}`}
        empty={{ title: "No flag is known yet", words: <>Bring the history of your flags from the terminal: <code>ballast import flags FILE --service NAME</code>. <code>--dry-run</code> says first what would happen.</> }}
      />
    </>
  );
}

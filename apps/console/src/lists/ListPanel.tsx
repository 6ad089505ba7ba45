import { own } from "@ballast/schema/own";
import Button from "@mui/material/Button";
import { useNotify } from "ra-core";
import type { KeyboardEvent, ReactNode } from "react";
import { useRef, useState } from "react";
import { asProblem, notAllowed } from "../api/errors.ts";
import { FilterBar } from "../marks/FilterPill.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel } from "../marks/Panel.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { EmptyState, ErrorState, NoPermission } from "../marks/States.tsx";
import { openFromAnywhere, stepFromAnywhere } from "../marks/rowKeys.ts";
import { KeyboardHints } from "../marks/Text.tsx";
import { useNarrow } from "../marks/useNarrow.ts";
import { useEmptyPast } from "../shell/moment.ts";
import { useShortcut } from "../shell/shortcuts.ts";
import { wordsFilter } from "./filters.ts";
import styles from "./Lists.module.css";
import { ColumnsMenu, SavedFilters, useColumns } from "./ListTools.tsx";
import { AddFilter, Pager, Pill } from "./Pills.tsx";
import type { List } from "./useList.ts";

/** How a list is shown. */
export interface ListPanelProps<Row> {
  list: List<Row>;
  /** What the rows are: "Releases". */
  label: string;
  columns: readonly Column<Row>[];
  /** The API's field behind a sortable column's key. */
  sortFields?: Readonly<Record<string, string>>;
  /** The order in words: "Newest first". */
  order: string;
  hrefOf?: (row: Row) => string;
  groupOf?: (row: Row) => string;
  /** A small picture between filters and rows. */
  picture?: ReactNode;
  /** What to say when there is nothing at all (not: nothing that fits). */
  empty: { title: string; words: ReactNode; action?: ReactNode };
  selectable?: boolean;
  /** A key pressed on a row; true where it did something. Say what it does in `keyHints`. */
  onKey?: (row: Row, event: KeyboardEvent) => boolean;
  keyHints?: readonly (readonly [keys: string, does: string])[];
}

function Body<Row extends { id: string }>(props: ListPanelProps<Row> & { shown: readonly Column<Row>[] }) {
  const { list, label, shown, empty, hrefOf, groupOf, sortFields = {} } = props;
  const past = useEmptyPast();
  if (list.error !== null && list.rows === undefined) {
    return notAllowed(list.error) ? (
      <NoPermission what={label} role="viewer" />
    ) : (
      <ErrorState error={list.error} where={label} retry={list.refetch} />
    );
  }
  if (list.rows === undefined) return <SkeletonRows rows={10} />;
  if (list.rows.length === 0) {
    if (past !== null)
      return (
        <EmptyState title="Nothing yet at that moment">
          {past.words}
          {past.older ? " What was imported reaches further back: look as known now." : ""}
        </EmptyState>
      );
    return list.filtered ? (
      <EmptyState title="Nothing fits these filters" action={<Button onClick={list.clear}>Show all</Button>}>
        Take one of them away, or look at another time.
      </EmptyState>
    ) : (
      <EmptyState title={empty.title} action={empty.action}>{empty.words}</EmptyState>
    );
  }
  const sortedKey = Object.entries(sortFields).find(([, field]) => field === list.sort.field)?.[0];
  return (
    <div className={list.stale ? styles.stale : undefined} aria-busy={list.stale}>
      <GroupRows
        label={label}
        rows={list.rows}
        columns={shown.map((column) => ({ ...column, sortable: own(sortFields, column.key) !== undefined }))}
        keyOf={(row) => row.id}
        {...(hrefOf === undefined ? {} : { hrefOf })}
        {...(groupOf === undefined ? {} : { groupOf })}
        {...(sortedKey === undefined ? {} : { sort: { key: sortedKey, descending: list.sort.descending } })}
        {...(props.onKey === undefined ? {} : { onKey: props.onKey })}
        onSort={(key) => list.sortBy(own(sortFields, key) ?? key)}
        {...(props.selectable === true ? { selected: list.selected, onToggle: list.toggle } : {})}
      />
    </div>
  );
}

/** The filters that are set and those that are offered; what finds by words opens with a key, which draws no row anew. */
function Filters<Row extends { id: string }>({ list, label }: Pick<ListPanelProps<Row>, "list" | "label">) {
  const [asking, setAsking] = useState(false);
  const text = wordsFilter(list.spec.filters);
  useShortcut(text === undefined ? "" : "/", `Find in ${label.toLowerCase()}`, () => setAsking(true));
  const opened = (name: string): { open?: boolean; onOpen?: (open: boolean) => void } =>
    name === text?.name ? { open: asking, onOpen: setAsking } : {};
  return (
    <>
      {list.spec.filters.filter(({ name }) => own(list.values, name) !== undefined).map((spec) => (
        <Pill
          key={spec.name}
          spec={spec}
          value={own(list.values, spec.name)}
          set={(value) => list.set(spec.name, value)}
          {...opened(spec.name)}
        />
      ))}
      <AddFilter specs={list.spec.filters} values={list.values} set={list.set} opened={opened} />
    </>
  );
}

/** The card of a list: filters that read as a sentence, the small picture, the rows, and what the keyboard does. */
export function ListPanel<Row extends { id: string }>(props: ListPanelProps<Row>) {
  const { list, columns, picture, order } = props;
  const { shown, hidden, toggle } = useColumns(list.spec.resource, columns);
  const narrow = useNarrow();
  const rows = useRef<HTMLDivElement>(null);
  const text = wordsFilter(list.spec.filters);
  useShortcut("j", "", () => stepFromAnywhere(rows.current, "j"));
  useShortcut("k", "", () => stepFromAnywhere(rows.current, "k"));
  useShortcut("Enter", "", () => openFromAnywhere(rows.current));
  const hints: readonly (readonly [string, string])[] = [
    ...(text === undefined ? [] : [["/", "to find"] as const]),
    ["J K", "to move"],
    ["Enter", "to open"],
    ...(props.selectable === true ? [["X", "to select"] as const] : []),
    ...(props.keyHints ?? []),
  ];
  return (
    <Panel
      foot={
        <>
          <Pager page={list.page} perPage={list.perPage} total={list.total} shown={list.rows?.length ?? 0} go={list.setPage} />
          <span>{order}<span className={styles.hints}> · <KeyboardHints hints={hints} /></span></span>
        </>
      }
    >
      <FilterBar
        right={
          <>
            {narrow ? null : <ColumnsMenu columns={columns} hidden={hidden} toggle={toggle} />}
            <SavedFilters resource={list.spec.resource} search={list.search} />
          </>
        }
      >
        <Filters list={list} label={props.label} />
      </FilterBar>
      {picture}
      <div ref={rows}><Body {...props} shown={shown} /></div>
    </Panel>
  );
}

/** Downloads everything the filters leave, as CSV. */
export function ExportButton<Row>({ list }: { list: List<Row> }) {
  const [busy, setBusy] = useState(false);
  const notify = useNotify();
  const run = (): void => {
    setBusy(true);
    list
      .exportCsv()
      .catch((error: unknown) => notify(`The export stopped: ${asProblem(error).message}`, { type: "error" }))
      .finally(() => setBusy(false));
  };
  return <Button disabled={busy || list.total === 0} onClick={run}>{busy ? "Exporting" : "Export CSV"}</Button>;
}

import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useMemo, type ReactNode } from "react";
import { useSearchParams } from "react-router";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { ActorName } from "../data/ActorName.tsx";
import { nodesOf } from "../data/fields.ts";
import { useKinds, type Kinds } from "../data/kinds.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { Choice } from "../marks/Choice.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { useNow } from "../marks/now.ts";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { Tag } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { dayHeading, exact } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import styles from "./Changes.module.css";
import { changeEvents, changesDocument } from "./changeDocuments.ts";
import type { ChangeLine } from "./changeDocuments.ts";
import { changesSentence, kindWords, pressedSpan, spanOf, spans } from "./span.ts";

/** So many are shown; who wants more asks for a shorter time. */
const shown = 200;
const minuteMs = 60_000;

const columns: readonly Column<ChangeLine>[] = [
  { key: "at", label: "When", width: 110, render: ({ at }) => <RelativeTime at={at} /> },
  { key: "kind", label: "Kind", width: 90, narrow: "state", render: ({ kind }) => <Tag>{kind}</Tag> },
  { key: "what", label: "What", narrow: "title", grow: true, render: ({ sentence }) => sentence },
  {
    key: "who",
    label: "Who",
    narrow: "meta",
    width: 150,
    render: ({ actor }) => (actor === null ? <Quiet>–</Quiet> : <ActorName actor={actor} />),
  },
  {
    key: "undo",
    label: "Taken back by",
    narrow: "hide",
    render: ({ undo }) => (undo === null ? <Quiet>–</Quiet> : <span className={styles.undo} title={undo.sentence}>{undo.sentence}</span>),
  },
];

/** Where a change's record is shown; undefined for one without a view of its own. */
function viewOf({ record }: ChangeLine, { records }: Pick<Kinds, "records">): string | undefined {
  const kind = record === null ? undefined : Object.values(records).find(({ type }) => type === record.__typename);
  return record === null || kind === undefined || kind.list === null ? undefined : `${kind.list}/${record.id}`;
}

/** What changed for a service between two moments: releases, deploys, flags, holds, and what is planned. */
export function ChangesView() {
  const [address, setAddress] = useSearchParams();
  const put = (values: Readonly<Record<string, string | null>>): void =>
    setAddress((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(values)) {
        if (value === null) next.delete(name);
        else next.set(name, value);
      }
      return next;
    }, { replace: true });
  const services = useServiceOptions();
  const service = address.get("service") ?? services[0]?.[0] ?? null;
  const asked = { span: address.get("span"), from: address.get("from"), to: address.get("to") };
  const kind = kindWords.find(([one]) => one === address.get("kind"))?.[0];
  const filters = (
    <div className={styles.asked}>
      <div className={styles.service}>
        <TextField select label="For" size="small" value={service ?? ""} onChange={(event) => put({ service: event.target.value })}>
          {services.map(([slug, words]) => <MenuItem key={slug} value={slug}>{words}</MenuItem>)}
        </TextField>
      </div>
      <Choice
        label="In the last"
        value={pressedSpan(asked)}
        options={spans.map(([key, words]) => [key, words] as const)}
        onChange={(span) => put({ span, from: null, to: null })}
      />
      <Choice
        label="Kind"
        value={kind ?? "all"}
        options={[["all", "All"], ...kindWords]}
        onChange={(one) => put({ kind: one === "all" ? null : one })}
      />
    </div>
  );
  if (service === null)
    return (
      <>
        <ViewHeader title="Changes" summary="What changed for a service, of whatever kind." />
        <Panel><EmptyState title="No service is registered yet">Register one: its changes stand here.</EmptyState></Panel>
      </>
    );
  return (
    <Told
      service={service}
      kind={kind}
      {...asked}
      filters={filters}
    />
  );
}

interface ToldProps {
  readonly service: string;
  readonly kind: ChangeLine["kind"] | undefined;
  readonly span: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly filters: ReactNode;
}

function Told({ service, kind, span, from, to, filters }: ToldProps) {
  const now = useNow(minuteMs);
  const zone = useZone();
  const kinds = useKinds();
  const minute = Math.floor(now / minuteMs);
  const between = useMemo(() => spanOf({ span, from, to }, (minute + 1) * minuteMs), [span, from, to, minute]);
  const read = useRead(
    changesDocument,
    { service, from: between.from, to: between.to, kinds: kind === undefined ? null : [kind], first: shown },
    { keep: true },
  );
  useLogRefresh(changeEvents, ["read", changesDocument.name]);
  return (
    <ReadArea read={read} where="Changes" skeleton={<Panel><SkeletonRows /></Panel>}>
      {({ changes, changeCounts }) => {
        const rows = nodesOf(changes);
        const counts = changeCounts.filter((counted) => kind === undefined || counted.kind === kind);
        const over = between.fixed ? ` From ${exact(Date.parse(between.from), zone)} to ${exact(Date.parse(between.to), zone)}.` : "";
        return (
          <>
            <ViewHeader title="Changes" summary={`${changesSentence(counts, service, rows.length)}${over}`} />
            {filters}
            <Panel>
              {rows.length === 0 ? (
                <EmptyState title="Nothing changed">Ask for a longer time, or for all kinds.</EmptyState>
              ) : (
                <GroupRows
                  label={`Changes of ${service}`}
                  rows={rows}
                  columns={columns}
                  keyOf={({ id }) => id}
                  groupOf={({ at, planned }) => (planned ? "Planned" : dayHeading(Date.parse(at), now, zone))}
                  hrefOf={(row) => viewOf(row, kinds)}
                />
              )}
              {changes.totalCount > rows.length ? (
                <p className={styles.more}>{changes.totalCount - rows.length} more: ask for a shorter time.</p>
              ) : null}
            </Panel>
          </>
        );
      }}
    </ReadArea>
  );
}

import { duration } from "@ballast/schema/words";
import Button from "@mui/material/Button";
import { useGetIdentity } from "ra-core";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { nodesOf } from "../data/fields.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { counted } from "../data/words.ts";
import { Choice } from "../marks/Choice.tsx";
import { FilterBar } from "../marks/FilterPill.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { useNow } from "../marks/now.ts";
import { ViewHeader, Panel } from "../marks/Panel.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { KeyboardHints } from "../marks/Text.tsx";
import { dayHeading } from "../marks/time.ts";
import { ClockTime } from "../marks/Time.tsx";
import { useZone } from "../marks/zone.ts";
import { calledFor } from "../response/incidentWords.ts";
import { pageStateOf, sendsWords } from "../paging/pageWords.ts";
import { OpenPages } from "../paging/OpenPages.tsx";
import { pageEvents, pagesDocument } from "../paging/pageDocuments.ts";
import type { PageRecord } from "../paging/pageDocuments.ts";

const columns: readonly Column<PageRecord>[] = [
  { key: "incident", label: "About", narrow: "title", cut: true, width: "28%", render: ({ incident }) => calledFor(incident) },
  { key: "reason", label: "Why", narrow: "hide", cut: true, width: "22%", render: ({ reason }) => reason },
  { key: "who", label: "Who was called", cut: true, width: "20%", render: ({ sends }) => sendsWords(sends) || "–" },
  { key: "at", label: "Asked for", render: ({ requestedAt }) => <ClockTime at={requestedAt} /> },
  { key: "by", label: "Answered by", narrow: "hide", cut: true, width: "12%", render: ({ acknowledgedBy }) => acknowledgedBy?.name ?? "–" },
  { key: "after", label: "After", right: true, render: ({ acknowledgeMs }) => duration(acknowledgeMs) },
  {
    key: "state",
    label: "State",
    narrow: "state",
    render: ({ state }) => <State tone={pageStateOf(state).tone}>{pageStateOf(state).words}</State>,
  },
];

type Whose = "mine" | "all";

/** Every page: one's own or everybody's, those that want an answer first. */
export function PagesView() {
  const [parameters, setParameters] = useSearchParams();
  const whose: Whose = parameters.get("whose") === "mine" ? "mine" : "all";
  const [first, setFirst] = useState(50);
  const { identity } = useGetIdentity();
  const now = useNow(60_000);
  const zone = useZone();
  const me = identity === undefined ? null : String(identity.id);
  const read = useRead(
    pagesDocument,
    whose === "mine" && me === null ? null : { first, open: null, person: whose === "mine" ? me : null, after: null },
    { keep: true },
  );
  useLogRefresh(pageEvents, ["read", "Pages"]);
  const set = (next: Whose): void =>
    setParameters(
      (before) => {
        const to = new URLSearchParams(before);
        if (next === "all") to.delete("whose");
        else to.set("whose", next);
        return to;
      },
      { replace: true },
    );
  const rows = nodesOf(read.data?.pages);
  const total = read.data?.pages.totalCount ?? 0;
  return (
    <>
      <ViewHeader
        title="Pages"
        summary={
          read.data === undefined
            ? undefined
            : total === 0
              ? "Nobody was called yet."
              : `${counted(total, "page")}, newest first. Answering one stops it for everyone.`
        }
      />
      <div style={{ display: "grid", gap: "var(--grid)" }}>
        <OpenPages />
        <Panel
          foot={
            <>
              <span>
                {rows.length} of {total}
              </span>
              {rows.length < total ? (
                <Button size="small" onClick={() => setFirst(500)}>
                  Show more
                </Button>
              ) : (
                <KeyboardHints
                  hints={[
                    ["J K", "to move"],
                    ["Enter", "to open"],
                  ]}
                />
              )}
            </>
          }
        >
          <FilterBar>
            <Choice
              label="Whose"
              value={whose}
              onChange={set}
              options={[
                ["all", "Everybody's"],
                ["mine", "Mine"],
              ]}
            />
          </FilterBar>
          <ReadArea read={read} where="Pages" skeleton={<SkeletonRows />}>
            {() =>
              rows.length === 0 ? (
                <EmptyState title="No pages">When an incident calls someone, it is here, with every try to reach them.</EmptyState>
              ) : (
                <GroupRows
                  label="Pages"
                  rows={rows}
                  columns={columns}
                  keyOf={({ id }) => id}
                  hrefOf={({ id }) => `/pages/${encodeURIComponent(id)}`}
                  groupOf={({ requestedAt }) => dayHeading(Date.parse(requestedAt), now, zone)}
                />
              )
            }
          </ReadArea>
        </Panel>
      </div>
    </>
  );
}

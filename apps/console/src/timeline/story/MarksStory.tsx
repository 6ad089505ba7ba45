import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { clientError } from "../../api/errors.ts";
import { PercentBar, StepBar, Strip } from "../../marks/Bars.tsx";
import type { BarStep } from "../../marks/Bars.tsx";
import { ConfirmCommand } from "../../marks/ConfirmCommand.tsx";
import { FigureStrip } from "../../marks/Figures.tsx";
import { FilterBar, FilterPill } from "../../marks/FilterPill.tsx";
import { GroupRows } from "../../marks/GroupRows.tsx";
import type { Column } from "../../marks/GroupRows.tsx";
import { Columns, Facts, ViewHeader, Panel } from "../../marks/Panel.tsx";
import { Person } from "../../marks/Person.tsx";
import { SkeletonRows } from "../../marks/Skeletons.tsx";
import { State, Tag } from "../../marks/State.tsx";
import { EmptyState, ErrorState } from "../../marks/States.tsx";
import { KeyboardHints, Matched, Version } from "../../marks/Text.tsx";
import { Counter, RelativeTime } from "../../marks/Time.tsx";

interface Row {
  id: string;
  day: string;
  text: string;
  by: string;
  commits: number;
  share: number | null;
  steps: readonly BarStep[];
}

const done: BarStep = { label: "1 %, passed", tone: "good" };
const moving: BarStep = { label: "10 %, 6 of 10 min", tone: "info", done: 0.6 };
const next: BarStep = { label: "50 %, next", tone: "idle" };
const rows: readonly Row[] = [
  {
    id: "2026.11.5", day: "Today", text: "Retry payment once, not three times", by: "Sam Ito", commits: 4, share: 10,
    steps: [done, moving, next, next],
  },
  {
    id: "2026.11.4", day: "Today", text: "Retry budget comes from the config", by: "Mira Osei", commits: 7, share: null,
    steps: [done, { label: "10 %, failed", tone: "bad" }, next, next],
  },
  {
    id: "2026.11.3", day: "Yesterday", text: "Faster totals for long baskets", by: "Jo Lind", commits: 3, share: 90,
    steps: [done, done, done, done],
  },
];
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

const columns: readonly Column<Row>[] = [
  { key: "id", label: "Release", narrow: "title", sortable: true, render: (row) => <Version>{row.id}</Version> },
  { key: "text", label: "What it changes", grow: true, render: (row) => <Matched text={row.text} query="retry" /> },
  { key: "commits", label: "Commits", right: true, narrow: "hide", render: (row) => row.commits },
  { key: "by", label: "By", render: (row) => <Person name={row.by} /> },
  {
    key: "where",
    label: "Where",
    narrow: "hide",
    render: () => (
      <>
        <Tag tone="good">dev</Tag>
        <Tag tone="info">prod 10 %</Tag>
        <Tag>eu</Tag>
      </>
    ),
  },
  { key: "steps", label: "Steps", narrow: "hide", render: (row) => <StepBar label="Steps" steps={row.steps} /> },
  { key: "reach", label: "Reaches", narrow: "hide", render: (row) => <PercentBar label="Reaches" value={row.share} /> },
  {
    key: "state",
    label: "In production",
    narrow: "state",
    render: (row) =>
      row.share === null ? (
        <State tone="bad">Rolled back</State>
      ) : row.share === 10 ? (
        <State tone="info">Deploying</State>
      ) : (
        <State tone="good">Last known good</State>
      ),
  },
];

function RollBack() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button color="error" onClick={() => setOpen(true)}>
        Roll back search to 2026.11.8
      </Button>
      <ConfirmCommand
        draft={null}
        open={open}
        onClose={() => setOpen(false)}
        danger
        title="Roll back search to 2026.11.8?"
        confirm="Roll back search to 2026.11.8"
        preview={
          <>
            <span>
              Traffic returns to <Version>2026.11.8</Version> in about 1.4 s.
            </span>
            <ul>
              <li>10 % of requests, 1,204 known customers move back</li>
              <li>no schema change, safe in both directions</li>
            </ul>
          </>
        }
        act={async () => {
          throw clientError("DEPLOY_IN_PROGRESS", "Another rollback is moving.", "Wait for it to end; it takes seconds.");
        }}
      >
        <TextField label="Reason" placeholder="What you saw" />
      </ConfirmCommand>
    </>
  );
}

/** Every mark once, to look at. */
export function MarksStory() {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string): void =>
    setSelected(new Set([...selected].filter((each) => each !== id).concat(selected.has(id) ? [] : [id])));
  return (
    <>
      <ViewHeader
        title="Releases"
        summary="917 releases of checkout since October 2015, 41 in the last 90 days. Half of their commits were live within 19 hours; 2 of 41 were rolled back."
        actions={
          <>
            <Button>Compare two</Button>
            <RollBack />
            <Button variant="contained" color="primary">
              Record a release
            </Button>
          </>
        }
      />
      <FigureStrip
        large
        figures={[
          { value: "99.71 %", label: "availability, quarter to date" },
          { value: "41 min", label: "left of 265 for 38 days" },
          { value: "5", note: "2 slipped twice", label: "actions overdue", to: "/x" },
          { value: null, label: "not observed yet" },
        ]}
      />
      <Columns
        side={
          <>
            <Panel title="On call" meta="hand-over 17:00" padded>
              <Facts
                facts={[
                  ["Platform", <Person key="a" name="Ana Kovač" />],
                  ["Payments", <Person key="b" name="Jo Lind" role="until 17:00" />],
                  ["Nobody", null],
                ]}
              />
            </Panel>
            <Panel title="Availability" padded>
              <Strip
                label="54 days"
                cells={Array.from({ length: 54 }, (_, day) => ({
                  label: `day ${day}`, tone: day % 17 === 7 ? "attention" : day === 20 || day === 21 ? null : day === 32 ? "bad" : "good",
                }))}
              />
            </Panel>
            <Panel title="States" padded>
              {(["good", "attention", "bad", "planned", "idle", "info"] as const).map((tone) => (
                <State key={tone} tone={tone}>
                  {tone}
                </State>
              ))}
            </Panel>
          </>
        }
      >
        <Panel urgent padded>
          <State tone="bad">Sev 2</State> <strong>INC-215 · Search answers slowly</strong> <Counter at={ago(761_000)} />{" "}
          <RelativeTime at={ago(180_000)} />
        </Panel>
        <Panel
          foot={
            <>
              <span>1–3 of 41</span>
              <KeyboardHints
                hints={[
                  ["J K", "to move"],
                  ["Enter", "to open"],
                  ["X", "to select"],
                ]}
              />
            </>
          }
        >
          <FilterBar right={<FilterPill name="Columns">{(close) => <MenuItem onClick={close}>By</MenuItem>}</FilterPill>}>
            <FilterPill name="Service" value="checkout">
              {(close) => <MenuItem onClick={close}>search</MenuItem>}
            </FilterPill>
            <FilterPill name="Released" value="last 90 days" onClear={() => undefined}>
              {(close) => <MenuItem onClick={close}>ever</MenuItem>}
            </FilterPill>
            <FilterPill name="Add filter">{(close) => <MenuItem onClick={close}>Person</MenuItem>}</FilterPill>
          </FilterBar>
          <GroupRows
            label="Releases"
            rows={rows}
            columns={columns}
            keyOf={(row) => row.id}
            groupOf={(row) => row.day}
            hrefOf={(row) => `/releases/${row.id}`}
            sort={{ key: "id", descending: true }}
            onSort={() => undefined}
            selected={selected}
            onToggle={toggle}
          />
        </Panel>
        <Panel title="On its way">
          <SkeletonRows rows={2} />
        </Panel>
        <Panel>
          <ErrorState
            where="Deploys"
            error={clientError("OFFLINE", "Ballast did not answer.", "Check the network, or whether Ballast is running.")}
            retry={() => undefined}
          />
        </Panel>
        <Panel>
          <EmptyState title="No release yet" action={<Button>Record a release</Button>}>
            Releases come from CI, from an import, or from here.
          </EmptyState>
        </Panel>
      </Columns>
    </>
  );
}

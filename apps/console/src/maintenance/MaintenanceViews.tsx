import { useState } from "react";
import { Link, useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { nodesOf } from "../data/fields.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { andWords } from "../data/words.ts";
import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { Columns, Panel, ViewHeader } from "../marks/Panel.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { useNow } from "../marks/now.ts";
import { exact } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import type { Tone } from "../marks/tone.ts";
import { AnnounceDialog, UnannounceDialog } from "./AnnounceDialogs.tsx";
import { EndDialog, PlanDialog } from "./MaintenanceDialogs.tsx";
import {
  maintenanceDocument, maintenanceEvents, maintenancesDocument, type Maintenance, type ShownMaintenance,
} from "./maintenanceDocuments.ts";

const nothing = {};
/** Maintenance is announced so long ahead, ms. */
const AHEAD_MS = 48 * 3_600_000;
const states: Readonly<Record<Maintenance["state"], readonly [Tone, string]>> = {
  planned: ["planned", "Planned"], underWay: ["attention", "Under way"], over: ["idle", "Over"],
};
const When = ({ at }: { at: string }) => <>{exact(Date.parse(at), useZone())}</>;
const Shown = ({ state }: Pick<Maintenance, "state">) => <State tone={states[state][0]}>{states[state][1]}</State>;

const columns: readonly Column<Maintenance>[] = [
  { key: "title", label: "What is done", narrow: "title", grow: true, render: ({ title }) => <strong>{title}</strong> },
  { key: "services", label: "Services", narrow: "hide", render: ({ services }) => services.map(({ slug }) => slug).join(", ") },
  { key: "from", label: "Begins", narrow: "meta", render: ({ from }) => <When at={from} /> },
  { key: "until", label: "Is over", narrow: "hide", render: ({ until }) => <When at={until} /> },
  { key: "state", label: "State", narrow: "state", render: ({ state }) => <Shown state={state} /> },
];

function summaryOf(all: readonly Maintenance[]): string {
  const under = all.filter(({ state }) => state === "underWay").length;
  const planned = all.filter(({ state }) => state === "planned").length;
  if (under === 0 && planned === 0) return "Nothing is worked on, and nothing is planned.";
  return `${under === 0 ? "Nothing" : under} ${under > 1 ? "are" : "is"} under way, ${planned} planned.`;
}

/** Work on services, what begins last first. */
export function MaintenancesView() {
  const read = useRead(maintenancesDocument, nothing);
  useLogRefresh(maintenanceEvents, ["read", maintenancesDocument.name]);
  const [planning, plan] = useState(false);
  const rows = nodesOf(read.data?.maintenances);
  return (
    <>
      <ViewHeader
        title="Maintenance"
        summary={read.data === undefined ? undefined : summaryOf(rows)}
        actions={<CommandButton first needs="maintenance.write" onClick={() => plan(true)}>Plan maintenance</CommandButton>}
      />
      <Panel>
        <ReadArea read={read} where="Maintenance" skeleton={<SkeletonRows />}>
          {() => rows.length === 0 ? (
            <EmptyState title="None was planned yet">
              Alerts of a service in maintenance call people as ever, unless an <Link to="/alert-rules">alert rule</Link> holds them.
            </EmptyState>
          ) : (
            <GroupRows
              label="Maintenance" rows={rows} columns={columns} keyOf={({ id }) => id}
              hrefOf={({ id }) => `/maintenance/${encodeURIComponent(id)}`}
            />
          )}
        </ReadArea>
      </Panel>
      {planning ? <PlanDialog planned={null} onClose={() => plan(false)} /> : null}
    </>
  );
}

/** What may be done about what the public is told. */
function Publishing({ told, ask }: { told: boolean; ask: (what: "announce" | "unannounce") => void }) {
  return (
    <>
      <CommandButton needs="statusPage.write" onClick={() => ask("announce")}>
        {told ? "Tell them otherwise" : "Tell the public"}
      </CommandButton>
      {told ? <CommandButton needs="statusPage.write" danger onClick={() => ask("unannounce")}>Take it off</CommandButton> : null}
    </>
  );
}

/** What readers of status pages are told of it, and where. */
function Told({ one: { announcement, pages } }: { one: ShownMaintenance }) {
  if (announcement === null) return <p>Nothing: status pages do not tell of it.</p>;
  const where = pages.length === 0 ? "On no page" : `On ${andWords(pages.map(({ page }) => page.name))}`;
  return (
    <>
      <p><strong>{announcement.title}</strong></p>
      {announcement.text === "" ? null : <p>{announcement.text}</p>}
      <p>{where}, told at <When at={announcement.at} />.</p>
    </>
  );
}

/** One piece of work, and what happened to it. */
export function MaintenanceView() {
  const { id = "" } = useParams();
  const read = useRead(maintenanceDocument, { id });
  useLogRefresh(maintenanceEvents, ["read", maintenanceDocument.name]);
  const [asked, ask] = useState<"plan" | "end" | "announce" | "unannounce" | null>(null);
  const now = useNow(60_000);
  return (
    <ReadArea read={read} where="The maintenance">
      {({ maintenance: one }) => (one === null ? <NoSuchRecord what="maintenance" /> : (
        <>
          <ViewHeader
            title={one.title}
            summary={
              <>
                <Shown state={one.state} /> <When at={one.from} /> to <When at={one.until} />, on{" "}
                {one.services.map(({ slug }) => slug).join(", ")}.{one.ended === null ? "" : ` It was ended before its time. ${one.ended}`}
              </>
            }
            actions={one.state === "over" ? undefined : (
              <>
                <CommandButton needs="maintenance.write" onClick={() => ask("plan")}>Plan it anew</CommandButton>
                <CommandButton needs="maintenance.write" danger onClick={() => ask("end")}>
                  {one.state === "planned" ? "Call it off" : "End it now"}
                </CommandButton>
              </>
            )}
          />
          <Columns>
            <Panel
              title="What the public is told" padded
              foot={one.state === "over" && one.announcement === null ? undefined : (
                <Publishing told={one.announcement !== null} ask={ask} />
              )}
            >
              <Told one={one} />
            </Panel>
            <HistoryPanel events={nodesOf(one.history)} total={one.history.totalCount} />
          </Columns>
          {asked === "plan" ? <PlanDialog planned={one} onClose={() => ask(null)} /> : null}
          {asked === "announce" ? (
            <AnnounceDialog planned={one} pages={one.pages} late={Date.parse(one.from) - now < AHEAD_MS} onClose={() => ask(null)} />
          ) : null}
          {asked === "unannounce" ? <UnannounceDialog planned={one} onClose={() => ask(null)} /> : null}
          {asked === "end" ? <EndDialog planned={one} onClose={() => ask(null)} /> : null}
        </>
      ))}
    </ReadArea>
  );
}

import Button from "@mui/material/Button";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { useRead } from "../data/read.ts";
import { ExportButton, ListPanel } from "../lists/ListPanel.tsx";
import { DayStacks } from "../marks/DayStacks.tsx";
import { useNow } from "../marks/now.ts";
import { ViewHeader } from "../marks/Panel.tsx";
import styles from "./Flag.module.css";
import { columnsFor } from "./flagColumns.tsx";
import type { Begin } from "./flagColumns.tsx";
import { killMarks, wholeMonth } from "./flagDays.ts";
import { flagDaysDocument, flagSummaryDocument } from "./flagDocuments.ts";
import type { FlagLine, FlagStanding } from "./flagDocuments.ts";
import { useFlagList } from "./flagList.ts";
import { KillDialog, ReleaseKillDialog } from "./KillDialog.tsx";
import { RegisterFlagDialog } from "./RegisterFlagDialog.tsx";
import { incidentOf, useOpenIncidents } from "./openIncident.ts";
import { countsSentence, headingOf, killedSentence, shownIn } from "./standings.ts";
import { clock, dayAndTime } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import { flagPreviewDocument } from "../turning/turningDocuments.ts";
import type { OpenIncident } from "../turning/turningDocuments.ts";

interface Doing {
  readonly what: "kill" | "release";
  readonly flag: string;
  readonly standing: FlagStanding;
  readonly incident: OpenIncident | null;
}

/** What is killed first in the list, in a sentence: who opens the list at night sees it before anything else. */
function useKilled(rows: readonly FlagLine[], environment: string | undefined): string {
  const zone = useZone();
  const now = useNow(600_000);
  const line = rows.find((row) => shownIn(row, environment)?.killed === true);
  const standing = line === undefined ? undefined : shownIn(line, environment);
  const asked = line === undefined || standing === undefined ? null : {
    flag: line.name, environment: standing.environment, change: { kind: "release", killIds: standing.kills.map(({ killId }) => killId) },
  };
  const released = useRead(flagPreviewDocument, asked, { now: true, keep: true }).data?.flagChangePreview;
  if (line === undefined || standing === undefined) return "";
  const without = released?.cohort?.enter ?? null;
  const said = (at: number): string => (at > now - 18 * 3_600_000 ? clock(at, zone) : dayAndTime(new Date(at).toISOString(), zone));
  return ` ${killedSentence({ name: line.name, standing, without }, said)}`;
}

/** Every flag that is known: what each does where, what needs a look first. */
export function FlagsView() {
  const list = useFlagList();
  const now = useNow(600_000);
  const navigate = useNavigate();
  const environment = list.values["environment"];
  const counts = useRead(flagSummaryDocument, { filter: { ...list.filter, managed: true } }, { keep: true }).data?.flagSummary;
  const days = useRead(flagDaysDocument, environment === undefined ? {} : { environment }, { keep: true }).data?.flagChangesPerDay;
  const [doing, setDoing] = useState<Doing | null>(null);
  const [registering, setRegistering] = useState(false);
  const incidents = useOpenIncidents();
  const begin: Begin = (what, row, standing) =>
    setDoing({ what, flag: row.name, standing, incident: incidentOf(incidents, row.details?.services ?? []) });
  const onKey = (row: FlagLine, event: { key: string; shiftKey: boolean }): boolean => {
    const standing = shownIn(row, environment);
    if (event.key !== "K" || !event.shiftKey || standing === undefined) return false;
    begin(standing.killed ? "release" : "kill", row, standing);
    return true;
  };
  const close = (): void => setDoing(null);
  const summary =
    counts === undefined || list.total === undefined || list.total === 0
      ? "Who sees what: for a share of customers, for one, or off for everyone."
      : countsSentence(counts, list.total, environment === undefined ? "" : ` in ${environment}`);
  const killed = useKilled(list.rows ?? [], environment);
  const place = doing === null ? null : { flag: doing.flag, environment: doing.standing.environment };
  return (
    <>
      <ViewHeader
        title="Flags"
        summary={
          <>
            {summary}{killed} <Link to="/segments">Segments of customers</Link>, <Link to="/flag-rules">how flags are changed</Link>
          </>
        }
        actions={
          <>
            <ExportButton list={list} />
            <Button onClick={() => void navigate("/flag-changes")}>Changes to approve</Button>
            <Button onClick={() => void navigate("/customers")}>What does a customer get?</Button>
            <CommandButton needs="flag.write" first onClick={() => setRegistering(true)}>
              Register a flag
            </CommandButton>
          </>
        }
      />
      <ListPanel
        list={list}
        label="Flags"
        columns={columnsFor(environment, now, { begin, incidents })}
        sortFields={{ at: "CHANGED", key: "KEY" }}
        order={list.sort.field === "NEED" ? "What needs a look first" : list.sort.field === "KEY" ? "By name" : "Last changed first"}
        {...(list.sort.field === "NEED" ? { groupOf: (row: FlagLine) => headingOf(row, environment) } : {})}
        hrefOf={({ id, managed, name }) =>
          managed
            ? `/flags/${encodeURIComponent(name)}${environment === undefined ? "" : `?in=${environment}`}`
            : `/flags/${encodeURIComponent(id)}`
        }
        onKey={onKey}
        picture={
          days === undefined || days.length === 0 ? undefined : (
            <DayStacks noun="change" perDay={wholeMonth(days, now)} until={now} marks={killMarks(days)} />
          )
        }
        keyHints={[["Shift K", "to kill, with a preview"]]}
        empty={{
          title: "No flags yet",
          words: (
            <>
              Register one, or bring the history of your flags from the terminal: <code>ballast import flags FILE --service NAME</code>.
            </>
          ),
          action: (
            <span className={styles.buttons}>
              <CommandButton needs="flag.write" first onClick={() => setRegistering(true)}>
                Register a flag
              </CommandButton>
            </span>
          ),
        }}
      />
      {place !== null && doing?.what === "kill" ? <KillDialog place={place} incident={doing.incident} onClose={close} /> : null}
      {place !== null && doing?.what === "release" ? (
        <ReleaseKillDialog place={place} kills={doing.standing.kills} onClose={close} />
      ) : null}
      {registering ? <RegisterFlagDialog onClose={() => setRegistering(false)} /> : null}
    </>
  );
}

import Button from "@mui/material/Button";
import { useCallback, useEffect, useEffectEvent, useMemo, useState } from "react";
import { Navigate, useLocation, useParams, useSearchParams } from "react-router";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { nodesOf } from "../data/fields.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useOpenedByLink } from "../data/openedByLink.ts";
import { useRead } from "../data/read.ts";
import { count } from "../data/words.ts";
import { Afterwards } from "../marks/Afterwards.tsx";
import { FigureStrip } from "../marks/Figures.tsx";
import { Columns, ViewHeader, Panel } from "../marks/Panel.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { ErrorState } from "../marks/States.tsx";
import { ActionsPanel } from "../promises/ActionsPanel.tsx";
import { titleOf } from "../response/incidentWords.ts";
import { useActOnNow } from "../shell/actOnNow.tsx";
import { useAsOf } from "../shell/useAsOf.ts";
import { PublicationsPanel } from "../telling/PublicationsPanel.tsx";
import { useKnownAt } from "../timeline/useKnownAt.ts";
import { useIncidentCommands } from "./ActionsMenu.tsx";
import { incidentHistoryDocument } from "./aroundDocuments.ts";
import { useCalibration } from "./calibration.ts";
import { AnnotationsPanel, DraftStrip } from "./CalibrationParts.tsx";
import { Dialogs } from "./Dialogs.tsx";
import type { IncidentDialog } from "./dialogs.ts";
import { Actions, StickySteps } from "./IncidentActions.tsx";
import type { IncidentRecord } from "./incidentDocuments.ts";
import { figuresOf, Sentence, StateLine } from "./IncidentHead.tsx";
import { IncidentTimeline } from "./IncidentTimeline.tsx";
import { shownAt } from "./knownThen.ts";
import { JoinPanel } from "./JoinPanel.tsx";
import { PagesPanel } from "./PagesPanel.tsx";
import { RelatedChangesPanel } from "./RelatedChangesPanel.tsx";
import { ImpactPanel, MilestonesPanel, ReviewPanel, RolesPanel, SourcePanel } from "./ResponsePanels.tsx";
import { dialogAsked } from "./steps.ts";
import { LinksPanel, UpdatesPanel } from "./StoryPanels.tsx";
import { TaskPanel } from "./TaskPanel.tsx";
import { AtHandPanel, ChecklistPanel } from "./TypePanels.tsx";
import { UndoStrip } from "./UndoStrip.tsx";
import { useIncident } from "./useIncident.ts";
import type { ReadIncident } from "./useIncident.ts";
import styles from "./IncidentView.module.css";

function History({ id }: { id: string }) {
  const [first, setFirst] = useState(60);
  const { data } = useRead(incidentHistoryDocument, { id, first }, { keep: true });
  const history = data?.incident?.history;
  return history === undefined ? null : <HistoryPanel events={nodesOf(history)} total={history.totalCount} more={() => setFirst(500)} />;
}

/** Opens what the link that led here asks for, once; on a view that looks back only after it was asked about. */
function useAskedDialog(record: IncidentRecord, act: (dialog: IncidentDialog) => void): void {
  const [asked, forget] = useOpenedByLink("do");
  const begin = useActOnNow();
  const open = useEffectEvent(() => {
    const dialog = dialogAsked(asked, record);
    forget();
    if (dialog !== null) begin(() => act(dialog));
  });
  useEffect(() => {
    if (asked !== null) open();
  }, [asked]);
}

function Record({
  record, read, knownAt, setKnownAt,
}: {
  record: IncidentRecord;
  read: ReadIncident;
  knownAt: string | null;
  setKnownAt: (at: string | null) => void;
}) {
  const [dialog, setDialog] = useState<IncidentDialog | null>(null);
  const { asOf } = useAsOf();
  const begin = useCallback((next: IncidentDialog) => setDialog(next), []);
  const shown = useMemo(() => shownAt(record, knownAt, read.then), [record, knownAt, read.then]);
  const titles = useMemo(() => new Map(read.entries?.map(({ id, title }) => [id, title])), [read.entries]);
  useIncidentCommands(record, begin);
  useAskedDialog(record, begin);
  const [parameters] = useSearchParams();
  const draft = parameters.has("draft");
  const review = useCalibration(record.id, { asked: draft || !record.open, opened: draft });
  const past = knownAt !== null || asOf !== null;
  const act = past ? null : begin;
  const panel = { shown, act };
  return (
    <>
      <ViewHeader
        title={titleOf(shown)}
        summary={<Sentence shown={shown} knownAt={knownAt} />}
        actions={
          knownAt === null ? (
            <Actions incident={record} act={begin} />
          ) : (
            <Button variant="contained" color="primary" onClick={() => setKnownAt(null)}>
              Return to now
            </Button>
          )
        }
      />
      <StateLine {...panel} />
      {past ? null : <UndoStrip incident={record} />}
      <FigureStrip figures={figuresOf(shown)} />
      {read.coming === null ? null : (
        <p role="status" className={styles.coming}>
          The first {count(read.entries?.length ?? 0)} of {count(read.coming)} entries; the others are on their way.
        </p>
      )}
      {draft && review !== null ? <DraftStrip review={review} /> : null}
      <div className={styles.timeline}>
        {read.entries === undefined ? (
          <Panel>
            {read.entriesError === null ? <SkeletonRows rows={8} /> : <ErrorState error={read.entriesError} where="The timeline" />}
          </Panel>
        ) : (
          <IncidentTimeline
            record={record}
            shown={shown}
            entries={read.entries}
            entriesThen={read.entriesThen}
            knownAt={knownAt}
            setKnownAt={setKnownAt}
            act={act}
            review={review}
          />
        )}
      </div>
      {draft && review !== null ? <div className={styles.timeline}><AnnotationsPanel review={review} /></div> : null}
      <Afterwards>
        <Columns
          side={
            record.imported ? (
              <SourcePanel shown={shown} />
            ) : (
              <>
                <AtHandPanel shown={shown} />
                <RolesPanel {...panel} />
                <JoinPanel {...panel} />
                <MilestonesPanel {...panel} />
                <ReviewPanel {...panel} />
              </>
            )
          }
        >
          <ChecklistPanel {...panel} />
          <TaskPanel {...panel} />
          {shown.summary === "" ? null : (
            <Panel title="What is known">
              <p className={styles.summary}>{shown.summary}</p>
            </Panel>
          )}
          {record.imported && shown.intervals.length === 0 ? null : <ImpactPanel {...panel} />}
          {record.imported || past ? null : <RelatedChangesPanel id={record.id} act={act} around={record} />}
          {record.imported ? (
            <>
              <UpdatesPanel {...panel} />
              <LinksPanel {...panel} entryTitles={titles} />
            </>
          ) : (
            <>
              <LinksPanel {...panel} entryTitles={titles} />
              <UpdatesPanel {...panel} />
            </>
          )}
          {knownAt === null ? <ActionsPanel about={record} /> : null}
          <PagesPanel {...panel} />
          {record.imported || knownAt !== null ? null : <PublicationsPanel of={{ incidentId: record.id }} />}
        </Columns>
        {knownAt === null ? <div className={styles.history}><History id={record.id} /></div> : null}
      </Afterwards>
      {knownAt === null ? <StickySteps incident={record} act={begin} /> : null}
      <Dialogs incident={record} dialog={dialog} onClose={() => setDialog(null)} />
    </>
  );
}

/**
 * An incident, by its id or what people call it: its timeline, what it did and to whom, who did what, and every command; live, and as known
 * at any moment.
 */
export function IncidentView() {
  const { id = "" } = useParams();
  const { search } = useLocation();
  const [knownAt, setKnownAt] = useKnownAt();
  const read = useIncident(id, knownAt);
  return (
    <ReadArea read={read.record} where="The incident">
      {({ incident }) =>
        incident !== null && incident.id !== id ? (
          <Navigate to={{ pathname: `/incidents/${encodeURIComponent(incident.id)}`, search }} replace />
        ) : incident === null ? (
          <NoSuchRecord what="incident" />
        ) : (
          <Record key={incident.id} record={incident} read={read} knownAt={knownAt} setKnownAt={setKnownAt} />
        )
      }
    </ReadArea>
  );
}

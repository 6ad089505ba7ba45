import { duration } from "@ballast/schema/words";
import Button from "@mui/material/Button";
import { useCallback, useEffect, useEffectEvent, useMemo, useState } from "react";
import { Navigate, useLocation, useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { nodesOf } from "../data/fields.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useOpenedByLink } from "../data/openedByLink.ts";
import { useRead } from "../data/read.ts";
import { count } from "../data/words.ts";
import { FigureStrip } from "../marks/Figures.tsx";
import { Columns, ViewHeader, Panel } from "../marks/Panel.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { State, Tag } from "../marks/State.tsx";
import { ErrorState } from "../marks/States.tsx";
import { clock, shortDate } from "../marks/time.ts";
import { useNarrow } from "../marks/useNarrow.ts";
import { useZone } from "../marks/zone.ts";
import { useActOnNow } from "../shell/actOnNow.tsx";
import { useAsOf } from "../shell/useAsOf.ts";
import { useKnownAt } from "../timeline/useKnownAt.ts";
import { ActionsMenu, useIncidentCommands } from "./ActionsMenu.tsx";
import { Dialogs } from "./Dialogs.tsx";
import type { IncidentDialog } from "./dialogs.ts";
import { incidentHistoryDocument } from "./aroundDocuments.ts";
import type { IncidentRecord } from "./incidentDocuments.ts";
import small from "../data/SmallButton.module.css";
import styles from "./IncidentView.module.css";
import { IncidentTimeline } from "./IncidentTimeline.tsx";
import { impactOf, severityTone, severityWords, stateOf, titleOf } from "../response/incidentWords.ts";
import { shownAt } from "./knownThen.ts";
import type { ShownIncident } from "./knownThen.ts";
import { nextStep, stepWords } from "../response/nextStep.ts";
import { dialogAsked, dialogOfStep } from "./steps.ts";
import type { IncidentStep } from "../response/nextStep.ts";
import { PagesPanel } from "./PagesPanel.tsx";
import { RelatedChangesPanel } from "./RelatedChangesPanel.tsx";
import { ImpactPanel, MilestonesPanel, ReviewPanel, RolesPanel, SourcePanel } from "./ResponsePanels.tsx";
import { LinksPanel, UpdatesPanel } from "./StoryPanels.tsx";
import { useIncident } from "./useIncident.ts";
import type { ReadIncident } from "./useIncident.ts";

function Actions({ incident, act }: { incident: IncidentRecord; act: (dialog: IncidentDialog) => void }) {
  const narrow = useNarrow();
  if (incident.imported)
    return (
      <CommandButton needs="incident.work" onClick={() => act({ kind: "severity" })}>
        Set the severity
      </CommandButton>
    );
  const step = nextStep(incident);
  const other: IncidentStep | null = !incident.open ? null : step === "resolve" ? "update" : "resolve";
  return (
    <>
      <CommandButton needs="incident.work" first={step === null} onClick={() => act({ kind: "entry" })}>Add entry</CommandButton>
      {other === null ? null : <StepButton step={other} incident={incident} act={act} />}
      {step === null || narrow ? null : <StepButton step={step} incident={incident} act={act} first />}
      <ActionsMenu
        incident={incident}
        act={act}
        shown={["entry", ...[step, other].flatMap((each) => (each === null || each === "command" ? [] : [dialogOfStep(each).kind]))]}
      />
    </>
  );
}

function StepButton({
  step, incident, act, first = false,
}: {
  step: IncidentStep;
  incident: IncidentRecord;
  act: (dialog: IncidentDialog) => void;
  first?: boolean;
}) {
  return (
    <CommandButton needs="incident.work" first={first} onClick={() => act(dialogOfStep(step))}>
      {stepWords(step, incident.reference)}
    </CommandButton>
  );
}

/** On a phone what is needed next stays under the thumb, however far the page is scrolled. */
function StickyStep({ incident, act }: { incident: IncidentRecord; act: (dialog: IncidentDialog) => void }) {
  const narrow = useNarrow();
  const step = incident.imported ? null : nextStep(incident);
  if (!narrow || step === null) return null;
  return <div className={styles.sticky}><StepButton step={step} incident={incident} act={act} first /></div>;
}

function Sentence({ shown, knownAt }: { shown: ShownIncident; knownAt: string | null }) {
  const zone = useZone();
  if (knownAt === null) return <>{shown.sentence}</>;
  const ms = Date.parse(knownAt);
  return <><strong className={styles.then}>As known at {clock(ms, zone, true)} on {shortDate(ms, zone)}:</strong> {shown.sentence}</>;
}

/** So many fit beside the state; the others are counted, and shown when that is pressed. */
const mostChips = 8;

function Chips({ names }: { names: readonly string[] }) {
  const [all, setAll] = useState(false);
  const rest = names.slice(mostChips);
  return (
    <>
      {(all ? names : names.slice(0, mostChips)).map((name) => (
        <Tag key={name}>{name}</Tag>
      ))}
      {rest.length === 0 || all ? null : (
        <button type="button" className={small.small} title={rest.join(", ")} onClick={() => setAll(true)}>
          and {rest.length} more
        </button>
      )}
    </>
  );
}

function StateLine({ shown, act }: { shown: ShownIncident; act: ((dialog: IncidentDialog) => void) | null }) {
  const { tone, words } = shown.known ? stateOf(shown.state) : { tone: "idle" as const, words: "Not known yet" };
  return (
    <div className={styles.state} aria-label="State">
      <State tone={tone}>{words}</State>
      {shown.severity === null ? null : <State tone={severityTone(shown.severity)}>{severityWords(shown.severity)}</State>}
      {shown.publicImpact === "none" ? null : (
        <State tone={impactOf(shown.publicImpact).tone}>
          {impactOf(shown.publicImpact).words}
          {shown.publicImpact === "maintenance" ? "" : " public impact"}
        </State>
      )}
      {shown.drill ? <Tag tone="planned">drill, in no figure</Tag> : null}
      {shown.private ? <Tag tone="attention">private</Tag> : null}
      {shown.imported ? <Tag>imported, {shown.reference}</Tag> : null}
      <Chips names={[...new Set([...shown.services.map(({ name }) => name), ...shown.components])]} />
      {act === null || !shown.known || !shown.resolutionProposed ? null : (
        <Button size="small" onClick={() => act({ kind: "state", to: "resolved" })}>
          Its alerts have cleared: resolve it?
        </Button>
      )}
    </div>
  );
}

function figuresOf({ figures, imported, updates, components }: ShownIncident) {
  const ms = (value: number | null): string | null => (value === null ? null : duration(value));
  if (imported)
    return [
      { value: ms(figures.resolveMs), label: "to resolve" },
      { value: updates.length, label: "updates" },
      { value: components.length === 0 ? null : components.length, label: "components named" },
    ];
  return [
    { value: ms(figures.impactMs), label: "impact" },
    { value: ms(figures.detectMs), label: "to detect" },
    { value: ms(figures.acknowledgeMs), label: "to acknowledge" },
    {
      value: ms(figures.mitigateMs),
      label:
        figures.mitigateMs === null
          ? "to mitigate, not yet"
          : figures.mitigatedBeforeDetected
            ? "to mitigate, before anyone was told"
            : "to mitigate",
    },
    { value: ms(figures.resolveMs), label: figures.resolveMs === null ? "to resolve, not yet" : "to resolve" },
  ];
}

function History({ id }: { id: string }) {
  const [first, setFirst] = useState(60);
  const { data } = useRead(incidentHistoryDocument, { id, first }, { keep: true });
  const history = data?.incident?.history;
  return history === undefined ? null : <HistoryPanel events={nodesOf(history)} total={history.totalCount} more={() => setFirst(500)} />;
}

/** Opens what the link that led here asks for, once; on a page that looks back only after it was asked about. */
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
      <FigureStrip figures={figuresOf(shown)} />
      {read.coming === null ? null : (
        <p role="status" className={styles.coming}>
          The first {count(read.entries?.length ?? 0)} of {count(read.coming)} entries; the others are on their way.
        </p>
      )}
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
          />
        )}
      </div>
      <Columns
        side={
          record.imported ? (
            <SourcePanel shown={shown} />
          ) : (
            <>
              <RolesPanel {...panel} />
              <MilestonesPanel {...panel} />
              <ReviewPanel {...panel} />
            </>
          )
        }
      >
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
        <PagesPanel {...panel} />
      </Columns>
      {knownAt === null ? <div className={styles.history}><History id={record.id} /></div> : null}
      {knownAt === null ? <StickyStep incident={record} act={begin} /> : null}
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

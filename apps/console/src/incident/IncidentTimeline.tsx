import type { ReactElement } from "react";
import { useMemo } from "react";
import { useRead } from "../data/read.ts";
import { useNow } from "../marks/now.ts";
import type { TimelineEntry } from "../timeline/entry.ts";
import { seriesOf } from "../timeline/measured.ts";
import { Timeline } from "../timeline/Timeline.tsx";
import { useSaid } from "./calibration.ts";
import type { Calibration } from "./calibration.ts";
import type { IncidentDialog } from "./dialogs.ts";
import type { IncidentRecord } from "./incidentDocuments.ts";
import type { EntryAnswer } from "./timelineDocuments.ts";
import type { ShownIncident } from "./knownThen.ts";
import { recordHref } from "./linkWords.ts";
import { PinButton } from "./PinButton.tsx";
import { SmallButton } from "../data/SmallButton.tsx";
import { EntryVoices } from "./Voices.tsx";
import { entryOriginDocument } from "./timelineDocuments.ts";
import { entriesAt, marksOf, windowOf, withOrigin, withRoles } from "./timelineOf.ts";

interface IncidentTimelineProps {
  record: IncidentRecord;
  /** The incident as known at the slider's moment: its milestones are the edges. */
  shown: ShownIncident;
  entries: readonly EntryAnswer[];
  entriesThen: readonly EntryAnswer[] | undefined;
  knownAt: string | null;
  setKnownAt: (at: string | null) => void;
  act: ((dialog: IncidentDialog) => void) | null;
  /** What people said of moments of it in its review; null where there is none. */
  review: Calibration | null;
}

/** The commands of one entry, in its drawer. Only notes are people's words; everything else is corrected where it belongs. */
function EntryActions({ entry, record, act }: { entry: TimelineEntry; record: IncidentRecord; act: (dialog: IncidentDialog) => void }) {
  return (
    <>
      {entry.kind === "entry" ? <SmallButton onClick={() => act({ kind: "correctEntry", entry })}>Correct</SmallButton> : null}
      {entry.kind === "entry" ? <PinButton incidentId={record.id} entry={entry} /> : null}
      <SmallButton onClick={() => act({ kind: "entry", at: entry.at })}>Add an entry here</SmallButton>
      <SmallButton onClick={() => act({ kind: "link", fromEntry: entry })}>Link from here</SmallButton>
    </>
  );
}

/** An entry with what it was made from, once that has been read: the lanes come without it. */
function Whole({
  incidentId, entry, knownAt, draw,
}: {
  incidentId: string;
  entry: TimelineEntry;
  knownAt: string | null;
  draw: (whole: TimelineEntry) => ReactElement;
}) {
  const { data } = useRead(entryOriginDocument, { id: incidentId, entryId: entry.id, knownAt }, { keep: true });
  const origin = data?.incident?.timelineEntry;
  return draw(origin === null || origin === undefined ? entry : withOrigin(entry, origin));
}

/** The incident's lanes. The window follows the clock by the minute while it is open, so that nothing jumps under a hand. */
export function IncidentTimeline({ record, shown, entries, entriesThen, knownAt, setKnownAt, act, review }: IncidentTimelineProps) {
  const now = useNow(60_000);
  const moving = record.open && !record.imported ? Math.max(now, ...entries.map(({ at }) => Date.parse(at))) : 0;
  const window = useMemo(() => windowOf(record, entries, moving), [record, entries, moving]);
  const known = useMemo(() => {
    const until = knownAt ?? shown.resolvedAt ?? window.to;
    return withRoles(entriesAt(entries, entriesThen, { knownAt, until: window.to }), shown.roles, until);
  }, [entries, entriesThen, knownAt, window.to, shown.roles, shown.resolvedAt]);
  const annotated = useSaid(known, review);
  const marks = useMemo(() => marksOf(shown), [shown]);
  const series = useMemo(() => seriesOf(record.impactSeries), [record.impactSeries]);
  const impact = useMemo(() => (series === undefined ? {} : { series }), [series]);
  return (
    <Timeline
      entries={annotated}
      window={window}
      marks={marks}
      impact={impact}
      knownAt={knownAt}
      onKnownAt={setKnownAt}
      hrefOf={recordHref}
      complete={(entry, draw) => <Whole key={entry.id} incidentId={record.id} entry={entry} knownAt={knownAt} draw={draw} />}
      {...(review === null ? {} : { voices: (entry: TimelineEntry) => <EntryVoices review={review} entry={entry} /> })}
      {...(act === null ? {} : { actions: (entry: TimelineEntry) => <EntryActions entry={entry} record={record} act={act} /> })}
    />
  );
}

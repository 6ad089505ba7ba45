import MenuItem from "@mui/material/MenuItem";
import { useEffect, useEffectEvent, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { useCommand } from "../data/command.ts";
import { nodesOf } from "../data/fields.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useOpenedByLink } from "../data/openedByLink.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { MenuButton } from "../lists/MenuButton.tsx";
import { Columns, Panel, ViewHeader } from "../marks/Panel.tsx";
import { EmptyState, ProblemLine } from "../marks/States.tsx";
import { ActionsPanel } from "../promises/ActionsPanel.tsx";
import { useActOnNow } from "../shell/actOnNow.tsx";
import { DraftPanel, ExcerptPanel } from "./TimelinePanels.tsx";
import { ExportButton } from "./ExportButton.tsx";
import { AdjournDialog, AgendaDialog, CloseDialog, PersonDialog, PublishDialog, ReasonDialog } from "./ReviewDialogs.tsx";
import { beginReviewMeeting, openReview, reviewDocument, reviewedIncidentDocument } from "./reviewDocuments.ts";
import type { ReviewRecord, Section } from "./reviewDocuments.ts";
import { reviewEvents } from "./reviewEvents.ts";
import { ReviewSide } from "./ReviewSide.tsx";
import { reviewSentence } from "./reviewWords.ts";
import { isOpen, SectionPanel } from "./SectionPanel.tsx";
import { UndoneTasksPanel } from "./UndoneTasks.tsx";
import { useKeyMoments } from "./useKeyMoments.ts";
import { useNoteRead } from "./useNoteRead.ts";
import { useIncidentRefresh, useReview } from "./useReview.ts";

const doings = ["close", "publish", "reopen", "withdraw", "adjourn", "facilitator", "participant", "agenda"] as const;
type Doing = (typeof doings)[number];
const isDoing = (asked: string): asked is Doing => doings.some((doing) => doing === asked);

const parts: readonly Section[] = [
  "happened", "possible", "longer", "factor", "wentWell", "learning", "surprise", "differently", "decision", "note",
];

/** The review of an incident, by its own id or the incident's. */
export function ReviewView() {
  const { id = "" } = useParams();
  const read = useReview(id);
  useLogRefresh(reviewEvents, ["read", reviewDocument.name]);
  useIncidentRefresh(read.data?.review ?? null);
  return (
    <ReadArea read={read} where="The review">
      {({ review }) => (review === null ? <NotYet id={id} /> : <Shown review={review} />)}
    </ReadArea>
  );
}

/** An incident that nobody has opened a review of: what there is to do about that. */
function NotYet({ id }: { id: string }) {
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>(null);
  const read = useRead(reviewedIncidentDocument, { id });
  const give = useCommand(openReview);
  const incident = read.data?.incident ?? null;
  if (incident === null) return <NoSuchRecord what="review" />;
  const open = (): void => {
    give({ incidentId: incident.id }).then(({ review }) => void navigate(`/reviews/${encodeURIComponent(review?.id ?? "")}`), setError);
  };
  return (
    <>
      <ViewHeader title={`Review of ${incident.reference} · ${incident.title}`} summary="Nobody has opened it yet." />
      <Panel>
        <EmptyState
          title="There is no review of it yet"
          action={<CommandButton needs="review.write" first onClick={open}>Open the review</CommandButton>}
        >
          You lead it until you name somebody else. Ballast opens one by itself when the incident's review falls due.
        </EmptyState>
        <ProblemLine error={error} />
      </Panel>
    </>
  );
}

function Shown({ review }: { review: ReviewRecord }) {
  const [doing, setDoing] = useState<Doing | null>(null);
  useAsked(setDoing);
  useNoteRead(review);
  const moments = useKeyMoments(review.incident.id);
  const close = (): void => setDoing(null);
  return (
    <>
      <ViewHeader
        title={`Review of ${review.incident.reference} · ${review.incident.title}`}
        summary={reviewSentence(review)}
        actions={<Commands review={review} begin={setDoing} />}
      />
      <Columns side={<ReviewSide review={review} ask={setDoing} />}>
        <DraftPanel review={review} />
        <ExcerptPanel review={review} />
        {parts.map((section) => <SectionPanel key={section} review={review} section={section} moments={moments} />)}
        <UndoneTasksPanel review={review} act={isOpen(review)} />
        <ActionsPanel about={{ id: review.id, reference: `the review of ${review.incident.reference}` }} />
        <HistoryPanel events={nodesOf(review.history)} total={review.history.totalCount} />
      </Columns>
      {doing === "close" ? <CloseDialog review={review} onClose={close} /> : null}
      {doing === "publish" ? <PublishDialog review={review} onClose={close} /> : null}
      {doing === "adjourn" ? <AdjournDialog review={review} onClose={close} /> : null}
      {doing === "agenda" ? <AgendaDialog review={review} onClose={close} /> : null}
      {doing === "reopen" || doing === "withdraw" ? <ReasonDialog review={review} what={doing} onClose={close} /> : null}
      {doing === "facilitator" || doing === "participant" ? <PersonDialog review={review} what={doing} onClose={close} /> : null}
    </>
  );
}

/** Opens what the palette's link asks for, once. */
function useAsked(open: (doing: Doing) => void): void {
  const [asked, forget] = useOpenedByLink("do");
  const begin = useActOnNow();
  const take = useEffectEvent(() => {
    forget();
    if (asked !== null && isDoing(asked)) begin(() => open(asked));
  });
  useEffect(() => {
    if (asked !== null) take();
  }, [asked]);
}

const rarelyDone: Readonly<Record<ReviewRecord["state"], readonly (readonly [Doing, string])[]>> = {
  preparing: [["agenda", "Set the agenda…"], ["facilitator", "Name who leads it…"]],
  meeting: [["adjourn", "Adjourn the meeting…"], ["agenda", "Set the agenda…"], ["facilitator", "Name who leads it…"]],
  held: [["reopen", "Reopen it…"]],
  published: [["publish", "Publish it otherwise…"], ["withdraw", "Take the publication back…"], ["reopen", "Reopen it…"]],
  skipped: [["reopen", "Reopen it…"]],
};

function Commands({ review, begin }: { review: ReviewRecord; begin: (doing: Doing) => void }) {
  const navigate = useNavigate();
  const meet = useCommand(beginReviewMeeting);
  const rarely = rarelyDone[review.state];
  const enter = (): void => void navigate(`/reviews/${encodeURIComponent(review.id)}/meeting`);
  const begun = (): void => void meet({ reviewId: review.id }).then(enter);
  return (
    <>
      {isOpen(review) ? <CommandButton needs="review.write" onClick={() => begin("close")}>Close it</CommandButton> : null}
      {review.state === "preparing" ? <CommandButton needs="review.write" first onClick={begun}>Begin the meeting</CommandButton> : null}
      {review.state === "meeting" ? <CommandButton needs="read" first onClick={enter}>Enter the meeting</CommandButton> : null}
      {review.state === "held" ? (
        <CommandButton needs="review.publish" first onClick={() => begin("publish")}>Publish it</CommandButton>
      ) : null}
      <ExportButton review={review} />
      <MenuButton words="More">
        {(closeMenu) => rarely.map(([what, words]) => (
          <MenuItem
            key={what}
            onClick={() => {
              closeMenu();
              begin(what);
            }}
          >
            {words}
          </MenuItem>
        ))}
      </MenuButton>
    </>
  );
}

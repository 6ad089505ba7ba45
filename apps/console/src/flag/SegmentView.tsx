import { useState } from "react";
import { useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { nodesOf } from "../data/fields.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { ReasonField } from "../data/ReasonField.tsx";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { Quiet, Version } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { conditionWords } from "./conditionWords.ts";
import styles from "./Flag.module.css";
import { FlagLink } from "./FlagMarks.tsx";
import { archiveSegment, segmentDocument, segmentEvents, segmentPreviewDocument } from "./segmentDocuments.ts";
import type { SegmentRecord } from "./segmentDocuments.ts";
import { SegmentEditor } from "./SegmentEditor.tsx";
import { segmentSentence } from "./segmentWords.ts";

const named = (ids: readonly string[]): string =>
  `${ids.slice(0, 20).join(", ")}${ids.length > 20 ? ` and ${String(ids.length - 20)} more` : ""}`;

function Members({ members: { included, excluded, rules } }: Pick<SegmentRecord, "members">) {
  return (
    <Facts
      facts={[
        ["Always in it", named(included)],
        ["Whoever meets", rules.length === 0 ? "" : (
          <ul className={styles.lines}>
            {rules.map((conditions, index) => <li key={index}>{conditions.map((one) => conditionWords(one)).join(" and ")}</li>)}
          </ul>
        )],
        ["Never in it", named(excluded)],
      ]}
    />
  );
}

function UsedBy({ usedBy }: Pick<SegmentRecord, "usedBy">) {
  return (
    <Panel title="Asked for by" padded>
      {usedBy.length === 0 ? <Quiet>No flag asks for it.</Quiet> : (
        <ul className={styles.lines}>
          {usedBy.map(({ id, environment, sentence, flag }) => flag === null ? null : (
            <li key={id}>
              <FlagLink flag={flag} environment={environment} /> <Quiet>{environment}: {sentence}</Quiet>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function ArchiveDialog({ segment, onClose }: { segment: SegmentRecord; onClose: () => void }) {
  const draft = useDraftOf(segment, "segment.archive", segment.slug);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(archiveSegment, draft);
  return (
    <ConfirmCommand
      open
      danger
      draft={draft}
      onClose={onClose}
      title={`Archive ${segment.name}?`}
      confirm={`Archive ${segment.name}`}
      ready={reason.trim() !== ""}
      preview={
        <p>
          {segment.usedBy.length === 0
            ? "No flag asks for it, and none can afterwards; its history stays."
            : "Flags ask for it: it is refused until none does."}
        </p>
      }
      act={async () => void (await give({ key: segment.slug, reason: reason.trim() }))}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}

function Record({ segment }: { segment: SegmentRecord }) {
  const [doing, setDoing] = useState<"edit" | "archive" | null>(null);
  const preview = useRead(segmentPreviewDocument, { segment: segment.slug, members: segment.members }, { now: true, keep: true });
  const within = preview.data?.segmentPreview.refusal === null ? preview.data.segmentPreview.within : null;
  const { archived, history } = segment;
  const close = (): void => setDoing(null);
  return (
    <>
      <ViewHeader
        title={<>{segment.name} {segment.name === segment.slug ? null : <Version>{segment.slug}</Version>}</>}
        summary={segmentSentence(segment, within)}
        actions={
          <>
            <CommandButton needs="flag.write" onClick={() => setDoing("edit")}>
              {archived === null ? "Change who is in it" : "Define it anew"}
            </CommandButton>
            {archived === null ? (
              <CommandButton needs="flag.write" danger onClick={() => setDoing("archive")}>
                Archive
              </CommandButton>
            ) : null}
          </>
        }
      />
      <Columns side={<UsedBy usedBy={segment.usedBy} />}>
        <Panel
          title="Who is in it"
          meta={
            <>
              so since <RelativeTime at={segment.definedAt} />
            </>
          }
          padded
        >
          {doing === "edit" ? (
            <SegmentEditor segment={segment} onClose={close} />
          ) : (
            <Members members={segment.members} />
          )}
        </Panel>
        <HistoryPanel events={nodesOf(history)} total={history.totalCount} />
      </Columns>
      {doing === "archive" ? <ArchiveDialog segment={segment} onClose={close} /> : null}
    </>
  );
}

/** One group of customers: who is in it, which flags ask for it, and everything that changed it. */
export function SegmentView() {
  const { id = "" } = useParams();
  const read = useRead(segmentDocument, { segment: id, first: 200 });
  useLogRefresh(segmentEvents, ["read", segmentDocument.name]);
  return (
    <ReadArea read={read} where="The segment">
      {({ segment }) => (segment === null ? <NoSuchRecord what="segment" /> : <Record segment={segment} />)}
    </ReadArea>
  );
}

import { useState } from "react";
import { useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { nodesOf } from "../data/fields.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import { dayWords } from "../promises/Due.tsx";
import styles from "./Readiness.module.css";
import { acknowledgePolicy, policyDocument, readinessEvents, retirePolicy } from "./readinessDocuments.ts";
import type { PolicyRecord } from "./readinessDocuments.ts";
import { forWords, missingWords } from "./readinessWords.ts";
import { PolicyDialog } from "./RulesDialogs.tsx";

/** One policy: what it says, and who has read which version. */
export function PolicyView() {
  const { id = "" } = useParams();
  const read = useRead(policyDocument, { id });
  useLogRefresh(readinessEvents, ["read", policyDocument.name]);
  return (
    <ReadArea read={read} where="The policy">
      {({ node }) => (node === null || !("version" in node) ? <NoSuchRecord what="policy" /> : <Policy policy={node} />)}
    </ReadArea>
  );
}

function AcknowledgeDialog({ policy: { id, name, version }, onClose }: { policy: PolicyRecord; onClose: () => void }) {
  const give = useCommand(acknowledgePolicy);
  return (
    <ConfirmCommand
      draft={null}
      open
      focused
      onClose={onClose}
      title={`Have you read version ${String(version)} of ${name}?`}
      confirm={`Acknowledge version ${String(version)}`}
      preview={<p>It stands in the log with your name. The next version asks you again.</p>}
      act={async () => void (await give({ policyId: id, version }))}
    />
  );
}

function RetireDialog({ policy, onClose }: { policy: PolicyRecord; onClose: () => void }) {
  const draft = useDraftOf(policy, "policy.retire", policy.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(retirePolicy, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      danger
      onClose={onClose}
      title={`Retire ${policy.name}?`}
      confirm={`Retire ${policy.name}`}
      ready={reason.trim() !== ""}
      preview={<p>Nobody is asked to acknowledge it any more; who has stays known. Its next version brings it back.</p>}
      act={async () => void (await give({ policyId: policy.id, reason: reason.trim() }))}
    >
      <ReasonField needed value={reason} set={setReason} />
    </ConfirmCommand>
  );
}

function summaryOf({ version, isFor, asked, acknowledged, missing, mine, retired }: PolicyRecord): string {
  if (retired) return "It holds no more.";
  const rest = asked - acknowledged;
  return [
    `Version ${String(version)}, for ${forWords[isFor]}: ${String(acknowledged)} of ${String(asked)} have acknowledged it`,
    rest === 0 ? "." : `, not ${missingWords(missing, rest)}.`,
    mine ? " You have." : " You have not yet.",
  ].join("");
}

function Policy({ policy }: { policy: PolicyRecord }) {
  const [doing, setDoing] = useState<"acknowledge" | "publish" | "retire" | null>(null);
  const close = (): void => setDoing(null);
  const { name, version, text, url, mine, retired, versions, history } = policy;
  return (
    <>
      <ViewHeader
        title={name}
        summary={summaryOf(policy)}
        actions={
          <>
            {retired ? null : <CommandButton needs="readiness.rule" danger onClick={() => setDoing("retire")}>Retire…</CommandButton>}
            <CommandButton needs="readiness.rule" onClick={() => setDoing("publish")}>Publish version {version + 1}…</CommandButton>
            {mine || retired ? null : (
              <CommandButton needs="readiness.own" first onClick={() => setDoing("acknowledge")}>
                Acknowledge version {version}
              </CommandButton>
            )}
          </>
        }
      />
      <Columns side={
        <Panel title="Versions" padded>
          <Facts
            facts={
              versions.map(({ version: was, at, by, reason }) =>
                [`Version ${String(was)}`, `${dayWords(at.slice(0, 10))}, ${by.name}: ${reason}`] as const)
            }
          />
        </Panel>
      }>
        <Panel title="What it says" meta={url === null ? undefined : <a href={url} rel="noreferrer">Read it there</a>}>
          {text.trim() === "" ? <EmptyState title="It is written elsewhere">{url}</EmptyState> : <p className={styles.text}>{text}</p>}
        </Panel>
        <HistoryPanel events={nodesOf(history)} total={history.totalCount} />
      </Columns>
      {doing === "acknowledge" ? <AcknowledgeDialog policy={policy} onClose={close} /> : null}
      {doing === "publish" ? <PolicyDialog policy={policy} onClose={close} /> : null}
      {doing === "retire" ? <RetireDialog policy={policy} onClose={close} /> : null}
    </>
  );
}

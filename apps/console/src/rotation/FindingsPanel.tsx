import { useState } from "react";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { SmallButton } from "../data/SmallButton.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { Panel } from "../marks/Panel.tsx";
import { Shape } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import styles from "./Schedule.module.css";
import list from "./OnCall.module.css";
import { keepFinding, repairSchedule } from "./scheduleDocuments.ts";
import type { Finding, Swap } from "./scheduleDocuments.ts";
import { findingWords, repairWords } from "./scheduleWords.ts";
import { clockIn, dayIn } from "./zoneDays.ts";

type Repair = Finding["repairs"][number];
type Asked = { finding: Finding; repair: Repair | null };

/** Who is on call through a repair: mostly one person. */
const nameOf = ({ overrides }: Repair): string => [...new Set(overrides.map(({ person }) => person?.name ?? "nobody"))].join(" and ");

function Decide({ id, asked: { finding, repair }, zone, onClose }: { id: string; asked: Asked; zone: string; onClose: () => void }) {
  const draft = useDraft("rotation.decide", id, finding.kind, finding.from);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const keep = useCommand(keepFinding, draft);
  const put = useCommand(repairSchedule, draft);
  const { what, when } = findingWords(finding, zone);
  const does = repair === null ? `Keep ${what.toLowerCase()}` : repairWords(finding, repair.how, nameOf(repair));
  const part = { rotationId: id, kind: finding.kind, from: finding.from, to: finding.to };
  const shown = repair?.overrides.slice(0, 8) ?? [];
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`${does}?`}
      confirm={does}
      ready={repair !== null || reason.trim() !== ""}
      preview={
        repair === null ? (
          <p>{when}. It stays as it is, and nobody is asked about it again.</p>
        ) : (
          <ul className={list.taken} aria-label="Who is on call instead">
            {shown.map(({ from, to, person }) => (
              <li key={from}>
                {dayIn(Date.parse(from), zone)} {
                  clockIn(Date.parse(from), zone)
                }–{clockIn(Date.parse(to), zone)}: <b>{person?.name ?? "nobody"}</b>
              </li>
            ))}
            {repair.overrides.length > shown.length ? <li>and {repair.overrides.length - shown.length} more</li> : null}
          </ul>
        )
      }
      act={async () => void (repair === null ? await keep({ ...part, reason }) : await put({ ...part, how: repair.how, reason }))}
    >
      <ReasonField value={reason} set={setReason} needed={repair === null} />
    </ConfirmCommand>
  );
}

/** What is wrong ahead, each with what would put it right, and shifts that somebody asks for. */
export function FindingsPanel({ id, findings, swaps, zone, take }: {
  id: string;
  findings: readonly Finding[];
  swaps: readonly Swap[];
  zone: string;
  take: (swap: Swap) => void;
}) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const open = findings.filter(({ kept }) => kept === null);
  const wanted = swaps.filter(({ state }) => state === "open");
  const toDecide = open.length + wanted.length;
  return (
    <Panel title="Before it happens" meta={toDecide === 0 ? "nothing to decide" : `${toDecide} to decide`}>
      {toDecide + findings.length === 0 ? (
        <div className={styles.found}>
          <Shape tone="good" />
          <p>No gap and no overlap in the coming 90 days.</p>
        </div>
      ) : null}
      {wanted.map((swap) => (
        <div key={swap.id} className={styles.found}>
          <Shape tone="planned" />
          <div>
            <p>
              <b>{swap.person.name} asks for a stand-in</b>, {dayIn(Date.parse(swap.from), zone)} {
                clockIn(Date.parse(swap.from), zone)
              } to{" "}
              {dayIn(Date.parse(swap.to), zone)} {clockIn(Date.parse(swap.to), zone)}{swap.reason === "" ? "." : `: ${swap.reason}`}
            </p>
            <div className={styles.acts}>
              <SmallButton needs="page.acknowledge" label={
                `Take the shift of ${swap.person.name}`
              } onClick={() => take(swap)}>Take it</SmallButton>
            </div>
          </div>
        </div>
      ))}
      {findings.slice(0, 12).map((finding) => {
        const { what, when } = findingWords(finding, zone);
        return (
          <div key={finding.kind + finding.from} className={styles.found}>
            <Shape tone={finding.kept !== null ? "idle" : finding.kind === "gap" ? "bad" : "attention"} />
            <div>
              <p>
                <b>{what}</b>, {when}.{" "}
                {finding.kind === "gap"
                  ? finding.times.some(
                    ({ people }) => people.length > 0,
                  ) ? "The fallback answers." : "A page then goes straight to the next step."
                  : "All of them are paged."}
              </p>
              {finding.kept !== null ? (
                <Quiet>Kept: {finding.kept}</Quiet>
              ) : (
                <div className={styles.acts}>
                  {finding.repairs.map((repair) => (
                    <SmallButton
                      key={repair.how}
                      needs="rotation.write"
                      label={repairWords(finding, repair.how, nameOf(repair))}
                      onClick={() => setAsked({ finding, repair })}
                    >
                      {repairWords(finding, repair.how, nameOf(repair))}
                    </SmallButton>
                  ))}
                  <SmallButton needs="rotation.write" label={`Keep ${what.toLowerCase()}`} onClick={
                    () => setAsked({ finding, repair: null })
                  }>Keep</SmallButton>
                </div>
              )}
            </div>
          </div>
        );
      })}
      {findings.length > 12 ? <div className={styles.found}><span /><Quiet>and {findings.length - 12} more</Quiet></div> : null}
      {asked === null ? null : <Decide id={id} asked={asked} zone={zone} onClose={() => setAsked(null)} />}
    </Panel>
  );
}

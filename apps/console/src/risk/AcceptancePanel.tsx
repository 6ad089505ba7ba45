import TextField from "@mui/material/TextField";
import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { MomentField } from "../data/MomentField.tsx";
import { SmallButton } from "../data/SmallButton.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { useNow } from "../marks/now.ts";
import { Facts, Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { date } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import styles from "./Risk.module.css";
import { approveAcceptance, proposeAcceptance, rejectAcceptance, withdrawAcceptance } from "./riskCommands.ts";
import type { RiskAcceptance, RiskRecord } from "./riskDocuments.ts";

const DAY_MS = 86_400_000;
type Doing = "ask" | "approve" | "reject" | "withdraw";

/** The acceptance of a risk: what holds, what was asked for, and who decides. */
export function AcceptancePanel({ risk, mayChange }: { risk: RiskRecord; mayChange: boolean }) {
  const [doing, setDoing] = useState<{ readonly what: Doing; readonly about: RiskAcceptance | null } | null>(null);
  const held = risk.acceptances.findLast(({ state }) => state === "active");
  const next = risk.acceptances.findLast(({ state }) => state === "proposed" || state === "underReview" || state === "approved");
  const last = risk.acceptances.at(-1);
  const ask = mayChange && (next === undefined || next.state === "approved") && risk.closed === null;
  return (
    <Panel title="Acceptance" meta={held === undefined ? undefined : <Ending acceptance={held} />}>
      <div className={styles.padded}>
        {held === undefined ? null : <Held acceptance={held} owner={risk.owner.name} />}
        {next === undefined ? null : <Asked acceptance={next} />}
        {held === undefined && next === undefined ? (
          <p>{last === undefined ? "Nobody has asked to live with it." : `The last one ${ended(last)}: it counts as not treated.`}</p>
        ) : null}
        <div className={styles.actions} style={{ padding: 0 }}>
          {next === undefined || next.state === "approved" ? null : (
            <>
              <CommandButton needs="risk.accept" size="small" first onClick={() => setDoing({ what: "approve", about: next })}>
                Approve it…
              </CommandButton>
              <CommandButton needs="risk.accept" size="small" onClick={() => setDoing({ what: "reject", about: next })}>
                Reject it…
              </CommandButton>
            </>
          )}
          {ask ? (
            <SmallButton needs="risk.own" onClick={() => setDoing({ what: "ask", about: held ?? null })}>
              {held === undefined ? "Ask for acceptance…" : "Ask to renew…"}
            </SmallButton>
          ) : null}
          {mayChange && (held ?? next) !== undefined ? (
            <SmallButton needs="risk.own" onClick={() => setDoing({ what: "withdraw", about: next ?? held ?? null })}>
              Take it back…
            </SmallButton>
          ) : null}
        </div>
      </div>
      {doing === null ? null : <AcceptanceDialog risk={risk} doing={doing} onClose={() => setDoing(null)} />}
    </Panel>
  );
}

const ended = ({ state, said }: RiskAcceptance): string =>
  `${{ rejected: "was rejected", expired: "is over", withdrawn: "was taken back" }[state as "rejected"] ?? "is decided"}${said === "" ? "" : ` (${said})`}`;

function Ending({ acceptance }: { acceptance: RiskAcceptance }) {
  const zone = useZone();
  const now = useNow(600_000);
  const days = Math.ceil((Date.parse(acceptance.until) - now) / DAY_MS);
  const words = `Ends ${date(Date.parse(acceptance.until), zone, true)}, in ${String(days)} d`;
  return <State tone={days <= 7 ? "attention" : "planned"}>{words}</State>;
}

function Held({ acceptance, owner }: { acceptance: RiskAcceptance; owner: string }) {
  const zone = useZone();
  const now = useNow(600_000);
  const on = (at: string | null): string => (at === null ? "–" : date(Date.parse(at), zone));
  const [from, until] = [Date.parse(acceptance.beganAt ?? acceptance.askedAt), Date.parse(acceptance.until)];
  const passed = Math.min(1, Math.max(0, (now - from) / Math.max(1, until - from)));
  return (
    <>
      <div className={styles.ends}><span>{on(acceptance.beganAt)}</span><span>{on(acceptance.until)}</span></div>
      <div className={styles.progress} aria-hidden><i style={{ width: `${String(100 * passed)}%` }} /></div>
      <Facts
        facts={[
          ["Because", acceptance.reason],
          ["Asked by", `${acceptance.requestedBy.name}, ${on(acceptance.askedAt)}`],
          ["Approved", `${acceptance.decidedBy?.name ?? "–"}, ${on(acceptance.decidedAt)}`],
          ["Reminded", acceptance.remindedAt.length === 0 ? "not yet" : acceptance.remindedAt.map(on).join(" and ")],
          ["Then", `counts as not treated, and ${owner} hears of it`],
        ]}
      />
    </>
  );
}

function Asked({ acceptance }: { acceptance: RiskAcceptance }) {
  const zone = useZone();
  const words = { proposed: "Asked for", underReview: "Looked at", approved: "Approved, from" }[acceptance.state as "proposed"];
  const from = acceptance.from === null ? "" : ` from ${date(Date.parse(acceptance.from), zone)}`;
  return (
    <p>
      <b>{words}</b>{from} until {date(Date.parse(acceptance.until), zone)} by {acceptance.requestedBy.name}: {acceptance.reason}
    </p>
  );
}

interface AcceptanceDialogProps {
  risk: RiskRecord;
  doing: { readonly what: Doing; readonly about: RiskAcceptance | null };
  onClose: () => void;
}

const titles: Readonly<Record<Doing, string>> = {
  ask: "Ask to accept", approve: "Approve accepting", reject: "Reject accepting", withdraw: "Take back accepting",
};

function AcceptanceDialog({ risk, doing: { what, about }, onClose }: AcceptanceDialogProps) {
  const draft = useDraftOf(risk, `risk.acceptance.${what}`, risk.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const [until, setUntil] = useDraftState<string | null>(draft, "until", null);
  const give = {
    ask: useCommand(proposeAcceptance, draft), approve: useCommand(approveAcceptance, draft), reject: useCommand(rejectAcceptance, draft),
    withdraw: useCommand(withdrawAcceptance, draft),
  };
  const acceptanceId = about?.id ?? "";
  const act = async (): Promise<void> => {
    if (what === "ask" && until !== null)
      await give.ask({ riskId: risk.id, until, reason: reason.trim(), ...(about === null ? {} : { from: about.until }) });
    if (what === "approve") await give.approve({ riskId: risk.id, acceptanceId, note: reason.trim() });
    if (what === "reject") await give.reject({ riskId: risk.id, acceptanceId, reason: reason.trim() });
    if (what === "withdraw") await give.withdraw({ riskId: risk.id, acceptanceId, reason: reason.trim() });
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`${titles[what]} ${risk.reference}?`}
      confirm={`${titles[what]} ${risk.reference}`}
      danger={what === "withdraw"}
      ready={(what === "approve" || reason.trim() !== "") && (what !== "ask" || until !== null)}
      preview={
        <p>
          {what === "ask"
            ? "Somebody else, with the right, decides. It ends by itself, and goes on only by another approval."
            : what === "approve"
              ? `It holds until ${about?.until.slice(0, 10) ?? ""}, then counts as not treated.`
              : "The risk counts as not treated."}
        </p>
      }
      act={act}
    >
      {what === "ask" ? <MomentField label="Until" value={until} set={setUntil} needed /> : null}
      <TextField
        label={what === "approve" ? "What to know of it (may stay empty)" : "Why"} autoFocus required={what !== "approve"} value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </ConfirmCommand>
  );
}

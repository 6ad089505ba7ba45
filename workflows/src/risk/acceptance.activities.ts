import { riskDecider, riskName, type Acceptance, type RegisteredRisk } from "@ballast/domain/risk";
import { foldRecord } from "@ballast/eventlog";
import type { RiskEvent } from "@ballast/schema";
import { telling, type Telling } from "../heartbeat.ts";
import { record, type PartsWithFlags } from "../parts.ts";
import { systemActor } from "../systemActor.ts";
import { tellEach } from "../tellPerson.ts";
import type { AcceptanceActivities, AcceptanceTime } from "./acceptanceActivities.ts";

/** The activity of `acceptRisk`. */
export const acceptanceActivities = (parts: PartsWithFlags): AcceptanceActivities => ({
  passAcceptanceTime: (input) => telling((told) => passTime(parts, input, told)),
});

/**
 * What has come is decided on the record, so that two runs say it once. Tried again after it was recorded and before everybody was told,
 * the record answers the same events, and who was told already drops the message by its key.
 */
export async function passTime(parts: PartsWithFlags, input: AcceptanceTime, telling: Telling): Promise<boolean> {
  const { riskId, acceptanceId, at } = input;
  const { events } = await record(parts, { ...input, actor: systemActor("the time of an acceptance") }, {
    aggregate: riskDecider, id: riskId, key: ["acceptance", acceptanceId, at],
    command: { type: "PassAcceptanceTime", now: parts.now().toISOString(), riskId, acceptanceId },
  });
  const risk = await foldRecord(parts.log, riskDecider, riskId);
  const acceptance = risk.status === "absent" ? undefined : risk.acceptances.find((known) => known.acceptanceId === acceptanceId);
  if (risk.status === "absent" || acceptance === undefined) return false;
  for (const event of events) await tell(parts, { risk, acceptance, event }, telling);
  return acceptance.state === "approved" || acceptance.state === "active";
}

interface News {
  readonly risk: RegisteredRisk;
  readonly acceptance: Acceptance;
  readonly event: RiskEvent;
}

const day = (at: string): string => at.slice(0, 10);

/** The owner hears ahead of the end and at it; at it, so does who approved: the risk is theirs to decide on again. */
async function tell(parts: PartsWithFlags, { risk, acceptance, event }: News, telling: Telling): Promise<void> {
  const { acceptanceId, until } = acceptance;
  const link = `${parts.publicUrl}/risks/${risk.riskId}`;
  const called = `${riskName(risk)}, ${risk.title}`;
  if (event.type === "AcceptanceReminded") {
    const left = Math.max(1, Math.ceil((Date.parse(until) - parts.now().getTime()) / 86_400_000));
    const subject = `The acceptance of ${riskName(risk)} ends in ${String(left)} ${left === 1 ? "day" : "days"}`;
    const lines = [
      `${called} is accepted until ${day(until)}.`,
      "Nothing lengthens it: treat the risk by then, or ask to renew, which somebody else decides on.",
      "",
      link,
    ];
    const text = { subject, text: lines.join("\n"), link };
    await tellEach(parts, [risk.ownerId], { telling, noteOf: () => ({ text, key: `${acceptanceId}/${String(event.data.daysLeft)}` }) });
  }
  if (event.type === "AcceptanceExpired" && event.data.acceptanceId === acceptanceId) {
    const subject = `The acceptance of ${riskName(risk)} is over`;
    const lines = [
      `${called} was accepted until ${day(until)}.`,
      "From now on it counts as not treated, until somebody decides anew.",
      "",
      link,
    ];
    const people = [risk.ownerId, ...(acceptance.decidedBy === null ? [] : [acceptance.decidedBy])];
    const text = { subject, text: lines.join("\n"), link };
    await tellEach(parts, people, { telling, noteOf: (personId) => ({ text, key: `${acceptanceId}/over/${personId}` }) });
  }
}

import { personDecider, serviceDecider } from "@ballast/domain";
import { escalationChain } from "@ballast/domain/action";
import { awaitsEnd, dueNotice, readinessDecider, type Exemption, type KnownReadiness } from "@ballast/domain/readiness";
import { foldRecord } from "@ballast/eventlog";
import { telling, type Telling } from "../heartbeat.ts";
import { record, type PartsWithFlags } from "../parts.ts";
import { systemActor } from "../systemActor.ts";
import { tellEach } from "../tellPerson.ts";
import type { ExemptionActivities, ExemptionTime } from "./exemptionActivities.ts";

/** The activity of `endExemption`. */
export const exemptionActivities = (parts: PartsWithFlags): ExemptionActivities => ({
  passExemptionTime: (input) => telling((told) => passTime(parts, input, told)),
});

/**
 * Who hears of it: ahead, who answers for the service and who asked; once it is over also who granted it, and whoever stands above who
 * answers for it, who else would hear of a service that fell back from nobody. Who has left hears nothing.
 */
async function hearing(
  { log }: Pick<PartsWithFlags, "log">, [{ ownerId }, { askedBy, decidedBy }]: readonly [KnownReadiness, Exemption], daysLeft: number,
): Promise<readonly string[]> {
  const personOf = async (personId: string) => {
    const person = await foldRecord(log, personDecider, personId);
    return person.status === "absent" ? null : { ...person, personId };
  };
  const chain = await escalationChain(ownerId ?? askedBy, personOf);
  const placed = daysLeft > 0 ? [ownerId, askedBy] : [ownerId, askedBy, decidedBy];
  const named = await Promise.all(placed.flatMap((id) => (id === null ? [] : [personOf(id)])));
  const here = named.flatMap((person) => (person?.status === "active" ? [person.personId] : []));
  const above = chain.slice(0, daysLeft > 0 ? 1 : 2).map(({ personId }) => personId);
  return [...new Set([...here, ...above])];
}

/**
 * What has come is decided on the record, so that two runs say it once. Tried again after it was recorded and before everybody was told,
 * the record answers the same event, and who was told already drops the message by its key.
 */
export async function passTime(parts: PartsWithFlags, input: ExemptionTime, telling: Telling): Promise<boolean> {
  const { readinessId, exemptionId, at } = input;
  const now = parts.now().toISOString();
  const known = await foldRecord(parts.log, readinessDecider, readinessId);
  const exemption = known.status === "absent" ? undefined : known.exemptions.find((one) => one.exemptionId === exemptionId);
  if (known.status === "absent" || exemption === undefined) return false;
  const daysLeft = dueNotice(known, exemption, now);
  const { events } = await record(parts, { ...input, actor: systemActor("the time of an exemption") }, {
    aggregate: readinessDecider, id: readinessId, key: ["exemption", exemptionId, at],
    command: {
      type: "NoticeExemption", now, readinessId, serviceId: known.serviceId, exemptionId,
      told: daysLeft === null ? [] : [...(await hearing(parts, [known, exemption], daysLeft))],
    },
  });
  for (const event of events)
    if (event.type === "ExemptionNoticed") await tell(parts, { known, exemption, ...event.data }, telling);
  const after = await foldRecord(parts.log, readinessDecider, readinessId);
  return after.status === "known" && after.exemptions.some((one) => one.exemptionId === exemptionId && awaitsEnd(after, one, now));
}

interface News {
  readonly known: KnownReadiness;
  readonly exemption: Exemption;
  readonly daysLeft: number;
  readonly told: readonly string[];
}

async function tell(parts: PartsWithFlags, { known, exemption, daysLeft, told }: News, telling: Telling): Promise<void> {
  const { exemptionId, checkId, until, reason } = exemption;
  const service = await foldRecord(parts.log, serviceDecider, known.serviceId);
  const name = service.status === "registered" ? service.name : "a service";
  const link = `${parts.publicUrl}/readiness`;
  // It may be told late, after a run was lost: how many days are left is counted now.
  const left = Math.ceil((Date.parse(`${until}T00:00:00.000Z`) - parts.now().getTime()) / 86_400_000);
  const isOver = daysLeft === 0;
  const subject = isOver
    ? `The exemption of ${name} from ${checkId} is over`
    : `The exemption of ${name} from ${checkId} ends in ${String(left)} ${left === 1 ? "day" : "days"}`;
  const lines = [
    `${name} ${isOver ? "counted" : "counts"} as meeting ${checkId} until the day before ${until}: ${reason}`,
    isOver
      ? "From today on it counts as what it is. Nothing lengthened it: do what is missing, or ask for another one with a reason."
      : "Nothing lengthens it: do what is missing by then, or ask for another one, which somebody else decides on.",
    "",
    link,
  ];
  const text = { subject, text: lines.join("\n"), link };
  await tellEach(parts, told, { telling, noteOf: (personId) => ({ text, key: `${exemptionId}/${String(daysLeft)}/${personId}` }) });
}

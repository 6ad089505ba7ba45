import { emptyShiftNow, emptyShiftOf, integrationDecider, type EmptyShift } from "@ballast/domain";
import { calledBy } from "@ballast/domain/escalation";
import { foldRecord, ids } from "@ballast/eventlog";
import type { AlertRow, RotationRow, Stored } from "@ballast/readmodel";
import type { ApiServer } from "../../graphql/context.ts";
import { toGlobalId } from "../../graphql/globalId.ts";
import { pooled } from "../../pooled.ts";
import { caughtUp } from "../caughtUp.ts";
import { receiveAlerts, reception } from "../receiveAlerts.ts";
import { alertOf, noticeOf } from "../vendors/reading.ts";

type ServerParts = Pick<ApiServer, "log" | "readModel" | "now" | "alertRules" | "publicUrl">;

const IN_FLIGHT = 8;

/** What has to be done about the alert of one integration: `empty` has none that fires, or one fires and nothing is (null). */
interface Unsettled {
  readonly row: Stored<RotationRow>;
  readonly integrationId: string;
  readonly alert: AlertRow | undefined;
  readonly empty: EmptyShift | null;
}

/** Whether anything calls a schedule: nobody has to be on call in one that nothing does. */
function isCalled({ services, escalations }: ServerParts["readModel"], rotationId: string): boolean {
  return services.ofRotation(rotationId).length > 0
    || escalations.all().some((policy) => calledBy(policy).rotationIds.includes(rotationId));
}

function unsettled({ readModel, now }: ServerParts): readonly Unsettled[] {
  const chosen = readModel.rotations.all().filter(({ emptyShifts }) => emptyShifts.integrationIds.length > 0);
  if (chosen.length === 0) return [];
  const left = readModel.people.left();
  return chosen.flatMap((row) => {
    const { alert: choice, integrationIds } = row.emptyShifts;
    const isOpen = choice !== null && readModel.integrations.get(choice.integrationId)?.status === "added";
    const found = isOpen && isCalled(readModel, row.id) ? emptyShiftNow({ ...row, left }, now().getTime()) : null;
    return integrationIds.flatMap((integrationId): readonly Unsettled[] => {
      const alert = readModel.alerts.latest(ids.alert(integrationId, emptyShiftOf(row.id)));
      const empty = integrationId === choice?.integrationId ? found : null;
      return (empty !== null) === (alert?.firing === true) ? [] : [{ row, integrationId, alert, empty }];
    });
  });
}

/**
 * When it began to be an alert: the same to every server that looks, so that their alerts are one. What has cleared goes on from there:
 * somebody else, with the integration's key, said that it was over, and nobody is on call all the same.
 */
function beganAt({ row: { emptyShifts: { alert: choice } }, alert }: Unsettled, { from }: EmptyShift): string {
  const moments = [from, choice?.since, alert?.endsAt].flatMap((at) => (at === undefined || at === null ? [] : [Date.parse(at)]));
  return new Date(Math.max(...moments)).toISOString();
}

/** When it was over: now, and never before it began, should the clock have been set back. */
const endedAt = ({ alert }: Unsettled, now: Date): string =>
  new Date(Math.max(now.getTime(), Date.parse(alert?.startsAt ?? now.toISOString()))).toISOString();

/** Beside the summary, which is the title of its incident. */
const whatToDo = "Let somebody stand in, change who takes turns, or say who answers in gaps; where it is meant to be so, keep the gap on the "
  + "schedule.";

const minute = (at: string): string => `${at.slice(0, 16).replace("T", " ")} UTC`;

/** Fires the alert about an empty shift, or clears it, as any alert of its integration: with rules, incidents and pages. */
async function settle(server: ServerParts, one: Unsettled): Promise<void> {
  const { row: { id, name, emptyShifts: { alert: choice } }, integrationId, alert, empty } = one;
  const integration = await foldRecord(server.log, integrationDecider, integrationId);
  if (integration.status === "absent") return;
  const until = empty?.to ?? null;
  const ends = until === null ? "for the two weeks ahead at least" : `until ${minute(until)}`;
  const read = alertOf({
    id: emptyShiftOf(id), name: `Nobody is on call for ${name}`, severity: empty === null ? alert?.severity : choice?.severity,
    firing: empty !== null, at: empty === null ? undefined : beganAt(one, empty),
    summary: empty === null ? "" : `Nobody is on call for ${name} since ${minute(empty.from)}, ${ends}.`,
    url: `${server.publicUrl.replace(/\/$/u, "")}/on-call/${encodeURIComponent(toGlobalId("Rotation", id))}`, labels: { schedule: name },
  }, server.now());
  const told = empty === null ? { ...read, endsAt: endedAt(one, server.now()) } : { ...read, annotations: { description: whatToDo } };
  const reading = noticeOf([told], read.fingerprint);
  // A reception of its own: what this server once knew of the alert may be another server's past.
  if (reading.says === "alerts") await receiveAlerts(server, reception(server), { integration, notice: reading.notice });
}

/**
 * Fires an alert for each schedule that has nobody on call now, that something calls and for which an integration was chosen, and clears
 * those that are over. It rests on nothing but what is so now: whichever servers look, and however long none did, it is one alert.
 * @throws AggregateError where some could not be settled yet
 */
export async function lookForEmptyShifts(server: ServerParts): Promise<void> {
  if (unsettled(server).length === 0) return;
  // Another server may have settled them, or somebody is on call since.
  await caughtUp(server);
  const failures = (
    await pooled(unsettled(server), IN_FLIGHT, (one) => settle(server, one).then(() => [], (error: unknown) => [error]))
  ).flat();
  if (failures.length > 0) throw new AggregateError(failures, `${String(failures.length)} empty shifts could not be told of yet`);
}

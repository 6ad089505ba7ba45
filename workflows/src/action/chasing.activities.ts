import { isolated } from "@ballast/schema/isolated";
import { incidentDecider, personDecider } from "@ballast/domain";
import {
  actionDecider, actionLateness, actionName, escalationChain, isOpenAction, nextReminders, type KnownAction,
} from "@ballast/domain/action";
import { reviewDecider } from "@ballast/domain/review";
import { foldRecord } from "@ballast/eventlog";
import { cancellable } from "../heartbeat.ts";
import { record, type PartsWithFlags } from "../parts.ts";
import { systemActor } from "../systemActor.ts";
import { tellPerson } from "../tellPerson.ts";
import type { ActionsOfDay, ActionTime, ChasingActivities } from "./chasingActivities.ts";

/** The activities of `chaseAction` and `tellOfActions`. */
export const chasingActivities = (parts: PartsWithFlags): ChasingActivities => ({
  nextReminder: (input) => cancellable(() => nextReminder(parts, input)),
  remindOfAction: (input) => cancellable(() => remindOfAction(parts, input)),
  tellTogether: (input) => cancellable((signal) => tellTogether(parts, input, signal)),
});

/** The action while somebody still has to do it by a day, and all who may be told of it, the owner first. */
async function chased({ log }: Pick<PartsWithFlags, "log">, actionId: string) {
  const action = await foldRecord(log, actionDecider, actionId);
  if (action.status === "absent" || !isOpenAction(action)) return null;
  const { dueOn, ownerId } = action;
  if (dueOn === null || ownerId === null) return null;
  const mayHear = await whoMayHear(log, action);
  const chain = await escalationChain(ownerId, async (personId) => {
    const person = await foldRecord(log, personDecider, personId);
    return person.status === "absent" ? null : { ...person, personId };
  });
  return { action, dueOn, chain: chain.filter((person) => person.personId === ownerId || mayHear(person)) };
}

type Hearing = (person: { readonly personId: string; readonly roles: readonly string[] }) => boolean;
const seeAll = ["responder", "commander", "admin"];

/** The incident behind what an action came of: itself, or the one that a review is about. */
async function incidentBehind(log: PartsWithFlags["log"], { source }: KnownAction): Promise<string | null> {
  if (source?.kind === "incident") return source.recordId;
  if (source?.kind !== "review") return null;
  const review = await foldRecord(log, reviewDecider, source.recordId);
  return review.status === "absent" ? null : review.incidentId;
}

/**
 * What came of a private incident, or of its review, is told to who sees all of these, or has a role in it; its owner was asked when they
 * became it.
 */
async function whoMayHear(log: PartsWithFlags["log"], action: KnownAction): Promise<Hearing> {
  const incidentId = await incidentBehind(log, action);
  if (incidentId === null) return () => true;
  const incident = await foldRecord(log, incidentDecider, incidentId);
  if (incident.status !== "declared" || !incident.declaration.private) return () => true;
  const holders = Object.values(incident.roles).flat();
  return ({ personId, roles }) => roles.some((role) => seeAll.includes(role)) || holders.includes(personId);
}

/** The next moment, from what the log says now. */
export async function nextReminder(parts: Pick<PartsWithFlags, "log">, { actionId, at }: ActionTime): Promise<string | null> {
  const known = await chased(parts, actionId);
  return known === null ? null : (nextReminders({ dueOn: known.dueOn, after: Date.parse(at) }, known.chain)[0]?.at ?? null);
}

/** Whom a moment tells is decided on the record: two runs say it once. The reactor brings them their message. */
export async function remindOfAction(parts: PartsWithFlags, input: ActionTime): Promise<void> {
  const { actionId, at } = input;
  const known = await chased(parts, actionId);
  if (known === null) return;
  const reminders = nextReminders({ dueOn: known.dueOn, after: Date.parse(at) - 1 }, known.chain).filter((reminder) => reminder.at === at);
  if (reminders.length === 0) return;
  await record(parts, { ...input, actor: systemActor("the time of an action") }, {
    aggregate: actionDecider, id: actionId, key: ["reminder", actionId, at],
    command: { type: "RemindOfAction", now: parts.now().toISOString(), actionId, dueOn: known.dueOn, reminders },
  });
}

/** What was done meanwhile is left out; where nothing is left, nobody is told. */
export async function tellTogether(parts: PartsWithFlags, { personId, on, actionIds }: ActionsOfDay, signal: AbortSignal): Promise<void> {
  const known = (await Promise.all(actionIds.map((id) => chased(parts, id)))).filter((one) => one !== null);
  const lines = known
    .toSorted((one, other) => (one.dueOn < other.dueOn ? -1 : 1))
    .map(({ action, dueOn, chain }) =>
      lineOf({ action, dueOn, owner: chain[0]?.personId === personId ? null : (chain[0]?.name ?? null), on }),
    );
  const [first] = known;
  if (first === undefined) return;
  const link = known.length === 1 ? `${parts.publicUrl}/actions/${first.action.actionId}` : `${parts.publicUrl}/actions`;
  const subject = known.length === 1 ? (lines[0] ?? "") : `${String(known.length)} actions are due or late`;
  const text = [
    ...lines.map((line) => `- ${line}`),
    "",
    "Done? Say so, and somebody else verifies it. Else promise another day, and say why.",
    "",
    link,
  ];
  await tellPerson(parts, personId, { text: { subject, text: text.join("\n"), link }, key: `actions/${personId}/${on}`, signal });
}

interface Line {
  readonly action: KnownAction;
  readonly dueOn: string;
  /** Whose it is, where it is not their own. */
  readonly owner: string | null;
  readonly on: string;
}

function lineOf({ action, dueOn, owner, on }: Line): string {
  const { overdue } = actionLateness(action, on);
  const when =
    overdue > 0 ? `is ${String(overdue)} ${overdue === 1 ? "day" : "days"} late` : dueOn === on ? "is due today" : `is due on ${dueOn}`;
  return `${actionName(action)}, ${isolated(action.title)}${owner === null ? "" : ` (${owner})`}, ${when}`;
}

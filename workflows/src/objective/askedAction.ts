import { counterDecider } from "@ballast/domain";
import { actionDecider, actionName, type KnownAction } from "@ballast/domain/action";
import { foldRecord, handle, idOf, ids } from "@ballast/eventlog";
import type { AskForActionInput } from "@ballast/schema/workflows";
import { systemActor } from "../systemActor.ts";
import type { PartsWithFlags } from "../parts.ts";

/** What is asked for: what it is called, whose it is, and more of it. */
export type Asked = Pick<KnownAction, "title" | "text" | "ownerId">;

const actor = systemActor("error budget");

/**
 * The action that one incident asks for by what it took of a budget: registered once, without a day, since nobody has promised one. Asked
 * for again it is what has become of it meanwhile.
 */
export async function askedAction(
  { log, now }: PartsWithFlags,
  { objectiveId, incidentId, correlationId, requestEventId }: AskForActionInput,
  asked: Asked,
): Promise<{ readonly actionId: string; readonly name: string }> {
  const commandId = ids.command("overspending", objectiveId, incidentId);
  const actionId = idOf(actionDecider, commandId);
  const known = await foldRecord(log, actionDecider, actionId);
  if (known.status !== "absent") return { actionId, name: actionName(known) };
  const at = now().toISOString();
  const context = { actor, now: at, correlationId, causationId: requestEventId };
  const taken = await handle(log, {
    aggregate: counterDecider, id: "actions", command: { type: "TakeNumber", now: at, forId: actionId },
    context: { ...context, commandId: ids.command(commandId, "number") },
  });
  const number = taken.events[0]?.data.number;
  if (number === undefined) throw new Error(`no number for action ${actionId}`);
  await handle(log, {
    aggregate: actionDecider, id: actionId,
    command: {
      type: "RegisterAction", now: at, actionId, number, kind: "shortTerm", links: [], dueOn: null, riskId: null,
      source: { kind: "incident", recordId: incidentId }, ...asked,
    },
    context: { ...context, commandId },
  });
  return { actionId, name: `ACT-${String(number)}` };
}

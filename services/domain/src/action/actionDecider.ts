import type { ActionEvent, DataOf } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";
import { actionName, isOpenAction, type Action, type KnownAction } from "./action.ts";
import { evolveAction } from "./evolveAction.ts";

interface At {
  /** The moment of the command, ISO in UTC. */
  readonly now: string;
}

export type ActionCommand =
  | ({ readonly type: "RegisterAction" } & At & DataOf<"ActionRegistered">)
  | ({ readonly type: "ImportAction" } & At & DataOf<"ActionImported">)
  | ({ readonly type: "DescribeAction" } & At & DataOf<"ActionDescribed">)
  | ({ readonly type: "PromiseActionDue" } & At & DataOf<"ActionDuePromised">)
  | ({ readonly type: "FinishAction" } & At & DataOf<"ActionFinished">)
  | ({ readonly type: "VerifyAction" } & At & DataOf<"ActionVerified">)
  | ({ readonly type: "RemindOfAction"; readonly dueOn: string; readonly reminders: readonly Reminder[] } & At
      & Pick<DataOf<"ActionDropped">, "actionId">)
  | ({ readonly type: "DropAction" } & At & DataOf<"ActionDropped">)
  | ({ readonly type: "ReopenAction" } & At & DataOf<"ActionReopened">);
type Command<Type extends ActionCommand["type"]> = Extract<ActionCommand, { type: Type }>;

/** Whom to tell, on which of their days. */
type Reminder = Pick<DataOf<"ActionReminded">, "personId" | "on" | "stage">;

/** Clocks of browsers and other machines may be ahead by as much. */
const CLOCKS_MS = 5 * 60_000;

/**
 * The action, or a refusal.
 * @throws Rejection NOT_FOUND
 */
export function knownAction(action: Action, actionId: string): KnownAction {
  if (action.status === "absent") throw new Rejection("NOT_FOUND", `there is no action ${actionId}`, ["action"]);
  return action;
}

function open(action: Action, actionId: string): KnownAction {
  const known = knownAction(action, actionId);
  if (!isOpenAction(known)) throw new Rejection("ACTION_ENDED", `${actionName(known)} is ${known.status}`, ["action"]);
  return known;
}

/** What of a record this says something of. */
const same = (action: KnownAction, said: object): boolean =>
  sameContent(Object.fromEntries(Object.keys(said).map((name) => [name, Reflect.get(action, name)])), said);

function register({ type, now, ...data }: Command<"RegisterAction">, action: Action): readonly ActionEvent[] {
  if (action.status === "absent") return [{ type: "ActionRegistered", data }];
  if (same(action, data)) return [];
  throw new Rejection("ALREADY_EXISTS", `${actionName(action)} was registered with this id`, ["action"]);
}

/** What has ended there begins here as open: both have a moment of their own. */
function importAction({ type, now, ...data }: Command<"ImportAction">, action: Action): readonly ActionEvent[] {
  const { actionId: _, ...said } = data;
  if (action.status !== "absent") return sameContent(action.imported, said) ? [] : [{ type: "ActionImportCorrected", data }];
  const begun: ActionEvent = { type: "ActionImported", data: { ...data, state: "open", doneAt: null } };
  return data.state === "open" ? [begun] : [begun, { type: "ActionImportCorrected", data }];
}

function describe({ type, now, ...data }: Command<"DescribeAction">, action: KnownAction): readonly ActionEvent[] {
  const { reason: _, ...said } = data;
  return same(action, said) ? [] : [{ type: "ActionDescribed", data }];
}

/** The first day needs no reason; whoever moves one says why. */
function promise({ type, now, ...data }: Command<"PromiseActionDue">, { dueOn }: KnownAction): readonly ActionEvent[] {
  if (data.dueOn === dueOn) return [];
  if (dueOn !== null && data.reason.trim() === "")
    throw new Rejection("INVALID_INPUT", `it was promised for ${dueOn}: say why it is moved`, ["reason"]);
  return [{ type: "ActionDuePromised", data }];
}

function finish({ type, now, ...data }: Command<"FinishAction">, action: Action): readonly ActionEvent[] {
  const known = knownAction(action, data.actionId);
  if (known.status === "done" || known.status === "verified") return [];
  open(known, data.actionId);
  if (instantOf(data.finishedAt) > instantOf(now) + CLOCKS_MS)
    throw new Rejection("INVALID_INPUT", `${data.finishedAt} has not come yet`, ["finishedAt"]);
  return [{ type: "ActionFinished", data }];
}

/** Seen by somebody else: neither by who owns it nor by who finished it. */
function verify({ type, now, ...data }: Command<"VerifyAction">, action: Action): readonly ActionEvent[] {
  const known = knownAction(action, data.actionId);
  if (known.status === "verified") return [];
  if (known.status !== "done" || known.finished === null)
    throw new Rejection("ACTION_NOT_DONE", `${actionName(known)} is ${known.status}`, ["action"]);
  if (data.verifierId === known.ownerId || data.verifierId === known.finished.by)
    throw new Rejection("VERIFIER_IS_OWNER", `${actionName(known)} is verified by somebody else than who did it`, ["action"]);
  return [{ type: "ActionVerified", data }];
}

/** Once a person and day, and of what is still promised for that day. */
function remind({ actionId, dueOn, reminders }: Command<"RemindOfAction">, action: KnownAction): readonly ActionEvent[] {
  if (!isOpenAction(action) || action.dueOn !== dueOn) return [];
  return reminders
    .filter(({ personId, on }) => !action.reminded.some((known) => known.personId === personId && known.on === on))
    .map(({ personId, on, stage }): ActionEvent => ({ type: "ActionReminded", data: { actionId, personId, on, stage, dueOn } }));
}

function drop({ type, now, ...data }: Command<"DropAction">, action: Action): readonly ActionEvent[] {
  const known = knownAction(action, data.actionId);
  if (known.status === "dropped") return [];
  open(known, data.actionId);
  return [{ type: "ActionDropped", data }];
}

function decide(command: ActionCommand, action: Action): readonly ActionEvent[] {
  switch (command.type) {
    case "RegisterAction":
      return register(command, action);
    case "ImportAction":
      return importAction(command, action);
    case "DescribeAction":
      return describe(command, open(action, command.actionId));
    case "PromiseActionDue":
      return promise(command, open(action, command.actionId));
    case "FinishAction":
      return finish(command, action);
    case "VerifyAction":
      return verify(command, action);
    case "RemindOfAction":
      return remind(command, knownAction(action, command.actionId));
    case "DropAction":
      return drop(command, action);
    case "ReopenAction": {
      const { type, now, ...data } = command;
      return isOpenAction(knownAction(action, data.actionId)) ? [] : [{ type: "ActionReopened", data }];
    }
  }
}

/**
 * What somebody has to do, with every day that was promised for it. Its id is from the command that registers it; of one that another
 * system brought, from what it is called there.
 */
export const actionDecider = aggregate("action", {
  initialState: { status: "absent" } as Action, evolve: evolveAction, decide,
  keyOf: (commandOrSystem: string, externalId?: string) => (externalId === undefined ? [commandOrSystem] : [commandOrSystem, externalId]),
});

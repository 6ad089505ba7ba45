import type { ActionEvent, DataOf } from "@ballast/schema";
import { sameContent } from "../sameContent.ts";
import { standsAt, type Action, type KnownAction } from "./action.ts";

/** Folds one fact of an action. */
export function evolveAction(action: Action, event: ActionEvent): Action {
  if (event.type === "ActionRegistered")
    return action.status === "absent" ? begun({ ...event.data, imported: null }) : action;
  if (event.type === "ActionImported") return action.status === "absent" ? imported(event.data) : action;
  return action.status === "absent" ? action : evolveKnown(action, event);
}

/** So many reminders are remembered: enough that none is sent twice. */
const REMEMBERED = 50;

type Begun = Omit<KnownAction, "status" | "slips" | "reminded" | "finished" | "verified" | "dropped">;

const begun = (action: Begun): KnownAction => ({
  ...action, status: standsAt(action), slips: [], reminded: [], finished: null, verified: null, dropped: null,
});

type Imported = DataOf<"ActionImported">;

function imported({ actionId, ...said }: Imported): KnownAction {
  const { kind, title, text, ownerId, dueOn, links, source } = said;
  const action = begun({
    actionId, kind, title, text, ownerId, dueOn, links, source, number: null, riskId: riskOf(source), imported: said,
  });
  return endedThere(action, said);
}

/** What came of a risk is about that risk. */
const riskOf = (source: Imported["source"]): string | null => (source?.kind === "risk" ? source.recordId : null);

function endedThere(action: KnownAction, { state, doneAt }: Pick<Imported, "state" | "doneAt">): KnownAction {
  if (state === "dropped") return { ...action, status: "dropped", dropped: "its source says so" };
  return state === "done" ? { ...action, status: "done", finished: { by: null, at: doneAt, note: "" } } : action;
}

/** Takes over what the source says otherwise than it did: what was changed here meanwhile, and not there, stays. */
function corrected(action: KnownAction, { actionId: _, ...said }: Imported): KnownAction {
  const before = action.imported;
  const news = <Name extends keyof typeof said & keyof KnownAction>(name: Name): (typeof said)[Name] | KnownAction[Name] =>
    before !== null && sameContent(before[name], said[name]) ? action[name] : said[name];
  const dueOn = news("dueOn");
  const changed: KnownAction = {
    ...action, imported: said, kind: news("kind"), title: news("title"), text: news("text"), ownerId: news("ownerId"), dueOn,
    links: news("links"), source: news("source"),
    slips: action.dueOn === null || dueOn === null || dueOn === action.dueOn
      ? action.slips
      : [...action.slips, { from: action.dueOn, to: dueOn, reason: "its source says so" }],
  };
  const again = before?.state === said.state ? changed : said.state === "open" ? reopened(changed) : endedThere(changed, said);
  return again.status === "proposed" || again.status === "open" ? { ...again, status: standsAt(again) } : again;
}

const reopened = (action: KnownAction): KnownAction => ({
  ...action, status: standsAt(action), finished: null, verified: null, dropped: null,
});

type Later = Exclude<ActionEvent, { type: "ActionRegistered" | "ActionImported" }>;

function evolveKnown(action: KnownAction, event: Later): KnownAction {
  switch (event.type) {
    case "ActionImportCorrected":
      return corrected(action, event.data);
    case "ActionDescribed": {
      const { reason: _, ...described } = event.data;
      return stillOpen({ ...action, ...described });
    }
    case "ActionDuePromised": {
      const { dueOn, reason } = event.data;
      const slips = action.dueOn === null ? action.slips : [...action.slips, { from: action.dueOn, to: dueOn, reason }];
      return stillOpen({ ...action, dueOn, slips });
    }
    case "ActionReminded": {
      const { personId, on } = event.data;
      return { ...action, reminded: [...action.reminded, { personId, on }].slice(-REMEMBERED) };
    }
    case "ActionFinished": {
      const { finishedBy: by, finishedAt: at, note } = event.data;
      return { ...action, status: "done", finished: { by, at, note }, verified: null, dropped: null };
    }
    case "ActionVerified":
      return { ...action, status: "verified", verified: { by: event.data.verifierId, note: event.data.note } };
    case "ActionDropped":
      return { ...action, status: "dropped", dropped: event.data.reason, finished: null, verified: null };
    case "ActionReopened":
      return reopened(action);
  }
}

const stillOpen = (action: KnownAction): KnownAction =>
  action.status === "proposed" || action.status === "open" ? { ...action, status: standsAt(action) } : action;

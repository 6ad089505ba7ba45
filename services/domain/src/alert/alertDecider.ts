import type { AlertEvent, DataOf } from "@ballast/schema";
import type { Decider } from "../decider.ts";

/** An alert lives once: its id names the moment it began, so that a later firing is another alert. */
export type Alert =
  | { readonly status: "absent" }
  | { readonly status: "firing"; readonly alert: DataOf<"AlertFired"> }
  | { readonly status: "cleared"; readonly alert: DataOf<"AlertFired">; readonly endsAt: string };

export type AlertCommand =
  | ({ readonly type: "FireAlert"; readonly now: string } & DataOf<"AlertFired">)
  | ({ readonly type: "ClearAlert"; readonly now: string } & DataOf<"AlertCleared">);

type Command<Type extends AlertCommand["type"]> = Extract<AlertCommand, { type: Type }>;

function evolve(state: Alert, event: AlertEvent): Alert {
  switch (event.type) {
    case "AlertFired":
      return state.status === "absent" ? { status: "firing", alert: event.data } : state;
    case "AlertCleared":
      return state.status === "firing" ? { status: "cleared", alert: state.alert, endsAt: event.data.endsAt } : state;
  }
}

/** Senders repeat a firing alert for as long as it lasts, and late ones arrive after the end: the first one counts. */
function fireAlert({ type, now, ...data }: Command<"FireAlert">, state: Alert): readonly AlertEvent[] {
  return state.status === "absent" ? [{ type: "AlertFired", data }] : [];
}

/** A clear without a firing alert is dropped: there is nothing that it could end. */
function clearAlert({ alertId, endsAt }: Command<"ClearAlert">, state: Alert): readonly AlertEvent[] {
  return state.status === "firing" ? [{ type: "AlertCleared", data: { alertId, endsAt } }] : [];
}

function decide(command: AlertCommand, state: Alert): readonly AlertEvent[] {
  switch (command.type) {
    case "FireAlert":
      return fireAlert(command, state);
    case "ClearAlert":
      return clearAlert(command, state);
  }
}

/** One alert of one source. It refuses nothing: machines that report cannot be argued with. */
export const alertDecider: Decider<Alert, AlertCommand, AlertEvent> = { initialState: { status: "absent" }, evolve, decide };

import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { MomentField } from "../data/MomentField.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { Panel } from "../marks/Panel.tsx";
import styles from "./Escalation.module.css";
import type { Trial } from "./escalationDocuments.ts";

type Call = Trial["calls"][number];

function sayPeople({ people, canBeWoken }: Call): string {
  if (people.length === 0) return "passed over at once";
  const named = people.slice(0, 4).map(({ name }) => name).join(", ");
  const more = people.length > 4 ? ` and ${people.length - 4} more` : "";
  const unreachable = people.length - canBeWoken;
  return `${named}${more}${unreachable === 0 ? "" : `; ${unreachable} in the console only`}`;
}

function One({ call, says, steps }: { call: Call; says: readonly string[]; steps: number }) {
  const what = call.step === 0 ? "Everyone who answers incidents" : (says[call.step - 1] ?? (call.step > steps ? says.at(-1) : undefined));
  return (
    <li data-nobody={call.canBeWoken === 0 || undefined}>
      <small>{call.afterMinutes === 0 ? "at once" : `${call.afterMinutes} min`}</small>
      <i aria-hidden />
      <span>
        <b>{call.people.length === 0 ? `Nobody${what === undefined ? "" : `: ${what}`}` : (what ?? `Step ${call.step}`)}</b>
        <small>{sayPeople(call)}</small>
      </span>
    </li>
  );
}

/** What is tried: a moment, and a service whose own schedule steps may ask. */
export interface Tried {
  readonly at: string | null;
  readonly service: string;
}

/** Whom a page would call, minute by minute: the first time around drawn whole, then what is otherwise in those that follow. */
export function CallsPanel({ trial, error, says, tried, set, services }: {
  trial: Trial | undefined;
  error: unknown;
  /** What each step calls, in words; last of all whom the last time around calls besides. */
  says: readonly string[];
  tried: Tried;
  set: (tried: Tried) => void;
  services: readonly { readonly id: string; readonly slug: string }[];
}) {
  const first = trial?.calls.filter(({ round }) => round === 0) ?? [];
  const last = trial?.calls.filter(({ round }) => round === trial.rounds - 1 && trial.rounds > 1) ?? [];
  const more = last.slice(first.length);
  const again = trial?.calls.find(({ round }) => round === 1);
  return (
    <Panel title="Who is called" meta={tried.at === null ? "now, not sent" : "tried, not sent"} foot="Stops when someone answers.">
      <div className={styles.tryOn}>
        <MomentField label="Try it on" value={tried.at} set={(at) => set({ ...tried, at })} help="Left empty, now." />
        <TextField
          select
          label="For the service"
          value={services.some(({ id }) => id === tried.service) ? tried.service : ""}
          onChange={(event) => set({ ...tried, service: event.target.value })}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        >
          <MenuItem value="">none, by the schedules that it names</MenuItem>
          {services.map(({ id, slug }) => <MenuItem key={id} value={id}>{slug}</MenuItem>)}
        </TextField>
      </div>
      {error === null || error === undefined ? null : <ProblemLine error={error} />}
      {trial === undefined ? null : (
        <>
          {trial.straightToEveryone === null ? null : (
            <p className={styles.wrong}>Straight to everyone: {trial.straightToEveryone}.</p>
          )}
          <ol className={styles.calls}>
            {first.map((call) => <One key={`${call.step}`} call={call} says={says} steps={first.length} />)}
            {again === undefined ? null : (
              <li>
                <small>{again.afterMinutes} min</small>
                <i aria-hidden />
                <span>
                  <b>From the top, {trial.rounds === 2 ? "once more" : `${trial.rounds} times in all`}</b>
                  <small>{`until ${trial.endsAfterMinutes} min; severities 1 to 3 again ${trial.againAfterMinutes} min later`}</small>
                </span>
              </li>
            )}
            {more.map((call) => <One key={`last ${call.step}`} call={call} says={says} steps={first.length} />)}
          </ol>
        </>
      )}
    </Panel>
  );
}

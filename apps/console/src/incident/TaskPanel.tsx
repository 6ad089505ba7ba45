import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useNotify } from "ra-core";
import { useState, type SyntheticEvent } from "react";
import { Link } from "react-router";
import { asProblem } from "../api/errors.ts";
import { PersonField } from "../choices/PersonField.tsx";
import { useCommand } from "../data/command.ts";
import { SmallButton } from "../data/SmallButton.tsx";
import { useMay } from "../data/may.ts";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { addTask, carryTaskOn, finishTask, reopenTask } from "./incidentCommands.ts";
import type { IncidentTask } from "./incidentDocuments.ts";
import type { PanelProps } from "./ResponsePanels.tsx";
import styles from "./IncidentView.module.css";

const states = {
  open: ["attention", "To do"], done: ["good", "Done"], dropped: ["idle", "Dropped"], carriedOn: ["planned", "An action"],
} as const;
const stateOf = (state: string) => (Object.hasOwn(states, state) ? states[state as keyof typeof states] : states.open);

/** Says what was refused, beside the page. */
function useTold(): (error: unknown) => void {
  const notify = useNotify();
  return (error) => notify(`${asProblem(error).message} ${asProblem(error).fix ?? ""}`, { type: "error" });
}

/** A task in one line: what, and who. */
function AddLine({ incidentId }: { incidentId: string }) {
  const give = useCommand(addTask);
  const told = useTold();
  const may = useMay("incident.work");
  const [text, setText] = useState("");
  const [ownerId, setOwnerId] = useState("");
  const [sending, setSending] = useState(false);
  const add = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (text.trim() === "" || sending) return;
    setSending(true);
    give({ incidentId, text: text.trim(), ...(ownerId === "" ? {} : { ownerId }) })
      .then(() => setText(""), told)
      .finally(() => setSending(false));
  };
  return (
    <form className={styles.addTask} onSubmit={add}>
      <TextField
        label="Something to do now" value={text} size="small" disabled={!may} onChange={(event) => setText(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 300 } }}
      />
      <PersonField label="Who" value={ownerId} set={setOwnerId} empty="Nobody yet" />
      <Button type="submit" variant="outlined" color="inherit" disabled={!may || sending || text.trim() === ""}>Add</Button>
    </form>
  );
}

function TaskButtons({ task, shown, act }: { task: IncidentTask } & PanelProps) {
  const told = useTold();
  const [finish, reopen, carry] = [useCommand(finishTask), useCommand(reopenTask), useCommand(carryTaskOn)];
  const input = { incidentId: shown.id, taskId: task.id };
  if (act === null || task.state === "carriedOn") return null;
  if (task.state !== "open")
    return <SmallButton label={`Open again: ${task.text}`} onClick={() => void reopen(input).catch(told)}>Open again</SmallButton>;
  return (
    <>
      <SmallButton label={`Done: ${task.text}`} onClick={() => void finish(input).catch(told)}>Done</SmallButton>
      {shown.open ? null : (
        <SmallButton needs="action.write" label={`Make an action item: ${task.text}`} onClick={() => void carry(input).catch(told)}>
          Make an action item
        </SmallButton>
      )}
      <SmallButton label={`Give to somebody: ${task.text}`} onClick={() => act({ kind: "giveTask", task })}>Give</SmallButton>
      <SmallButton label={`Drop: ${task.text}`} onClick={() => act({ kind: "dropTask", task })}>Drop</SmallButton>
    </>
  );
}

/** What is small and to be done now, by whom. */
export function TaskPanel({ shown, act }: PanelProps) {
  const open = shown.tasks.filter(({ state }) => state === "open").length;
  if (shown.imported || (shown.tasks.length === 0 && act === null)) return null;
  return (
    <Panel title="Tasks" meta={shown.tasks.length === 0 ? undefined : `${String(open)} of ${String(shown.tasks.length)} to be done`}>
      {shown.tasks.length === 0 ? <p className={styles.none}>Nothing is to be done by somebody yet.</p> : (
        <ul className={styles.rows} aria-label="Tasks">
          {shown.tasks.map((task) => (
            <li key={task.id}>
              <span className={styles.what}>
                <span className={styles.line}>
                  <State tone={stateOf(task.state)[0]}>{stateOf(task.state)[1]}</State> <span>{task.text}</span>
                  {task.owner === null ? null : <Quiet>{task.owner.name}</Quiet>}
                  {task.action === null ? null : (
                    <Link to={`/actions/${encodeURIComponent(task.action.id)}`}>{task.action.reference}</Link>
                  )}
                </span>
                <span className={styles.meta}>
                  {task.endedAt === null
                    ? <>{task.addedBy.name}, <RelativeTime at={task.addedAt} /></>
                    : <>{task.endedBy?.name ?? "Somebody"}, <RelativeTime at={task.endedAt} /></>}
                  {task.reason === null ? "" : `: ${task.reason}`}
                </span>
              </span>
              <span className={styles.buttons}><TaskButtons task={task} shown={shown} act={act} /></span>
            </li>
          ))}
        </ul>
      )}
      {act === null ? null : <AddLine incidentId={shown.id} />}
    </Panel>
  );
}

import { useState } from "react";
import { Link } from "react-router";
import { useCommand } from "../data/command.ts";
import { SmallButton } from "../data/SmallButton.tsx";
import { Panel } from "../marks/Panel.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { carryTaskOn, type ReviewRecord } from "./reviewDocuments.ts";
import styles from "./Review.module.css";
import { leftOver, type ReviewedTask } from "./undoneTasks.ts";

/** Makes an action item of one: with one press, and once however often it is pressed. */
function Task({ task, incidentId, act }: { task: ReviewedTask; incidentId: string; act: boolean }) {
  const give = useCommand(carryTaskOn);
  const [error, setError] = useState<unknown>(null);
  const carry = (): void => {
    setError(null);
    give({ incidentId, taskId: task.id }).catch(setError);
  };
  return (
    <li className={styles.task}>
      <span>{task.text}</span>
      {task.owner === null ? null : <Quiet>{task.owner.name}</Quiet>}
      {task.action === null ? null : <Link to={`/actions/${encodeURIComponent(task.action.id)}`}>{task.action.reference}</Link>}
      {task.state === "open" && act ? (
        <SmallButton needs="action.write" label={`Make an action item: ${task.text}`} onClick={carry}>Make an action item</SmallButton>
      ) : null}
      <ProblemLine error={error} />
    </li>
  );
}

/** What the incident has left undone, each to become an action item; `act`: whether the review takes anything any more. */
export function UndoneTasks({ review: { incident }, act }: { review: Pick<ReviewRecord, "incident">; act: boolean }) {
  return (
    <ul className={styles.tasks} aria-label="Tasks that were not done">
      {leftOver({ incident }).map((task) => <Task key={task.id} task={task} incidentId={incident.id} act={act} />)}
    </ul>
  );
}

/** The same as a panel of the review; nothing where nothing was left. */
export function UndoneTasksPanel({ review, act }: { review: Pick<ReviewRecord, "incident">; act: boolean }) {
  const tasks = leftOver(review);
  if (tasks.length === 0) return null;
  const open = tasks.filter(({ state }) => state === "open").length;
  return (
    <Panel title="Left undone by the incident" meta={`${String(open)} of ${String(tasks.length)} to be decided`} padded>
      <UndoneTasks review={review} act={act} />
    </Panel>
  );
}

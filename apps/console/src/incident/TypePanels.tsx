import { useNotify } from "ra-core";
import { asProblem } from "../api/errors.ts";
import { useCommand } from "../data/command.ts";
import { SmallButton } from "../data/SmallButton.tsx";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { ClockTime } from "../marks/Time.tsx";
import { tickChecklistLine } from "./incidentCommands.ts";
import type { ChecklistLine } from "./incidentDocuments.ts";
import type { PanelProps } from "./ResponsePanels.tsx";
import styles from "./IncidentView.module.css";

/** Ticks a line, or takes that back; pressed again it is undone, so nothing is asked first. */
function TickButton({ incidentId, line }: { incidentId: string; line: ChecklistLine }) {
  const give = useCommand(tickChecklistLine);
  const notify = useNotify();
  const done = line.tickedAt !== null;
  const press = (): void => {
    give({ incidentId, lineId: line.id, ticked: !done }).catch((error: unknown) =>
      notify(`${asProblem(error).message} ${asProblem(error).fix ?? ""}`, { type: "error" }));
  };
  return <SmallButton label={`${done ? "Take back" : "Tick"}: ${line.text}`} onClick={press}>{done ? "Take back" : "Tick"}</SmallButton>;
}

/** What is to be done in an incident of its type, what is, by whom and when. */
export function ChecklistPanel({ shown, act }: PanelProps) {
  if (shown.type === null || shown.checklist.length === 0) return null;
  const done = shown.checklist.filter(({ tickedAt }) => tickedAt !== null).length;
  return (
    <Panel title={`Checklist of ${shown.type.name}`} meta={`${String(done)} of ${String(shown.checklist.length)} ticked`}>
      <ol className={styles.rows} aria-label="Checklist">
        {shown.checklist.map((line) => (
          <li key={line.id}>
            <span className={styles.what}>
              <span className={styles.line}>
                <State tone={line.tickedAt === null ? "idle" : "good"}>{line.tickedAt === null ? "To do" : "Done"}</State>
                <span>{line.text}</span>
                {line.who === "" || line.tickedAt !== null ? null : <Quiet>{line.who}</Quiet>}
              </span>
              {line.tickedAt === null ? null : (
                <span className={styles.meta}>{line.tickedBy?.name ?? "Somebody"}, <ClockTime at={line.tickedAt} /></span>
              )}
            </span>
            {act === null ? null : <span className={styles.buttons}><TickButton incidentId={shown.id} line={line} /></span>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

/** What to look at: the runbooks of its services, and what its type has at hand. */
export function AtHandPanel({ shown }: Pick<PanelProps, "shown">) {
  const links = [
    ...shown.runbooks.flatMap(({ name, runbookUrl }) => (runbookUrl === null ? [] : [{ label: `Runbook of ${name}`, url: runbookUrl }])),
    ...(shown.type?.links ?? []),
  ];
  if (links.length === 0) return null;
  return (
    <Panel title="At hand">
      <ul className={styles.rows}>
        {links.map(({ label, url }) => (
          <li key={`${label} ${url}`}>
            <span className={styles.what}>
              <span className={styles.line}><a href={url} target="_blank" rel="noopener noreferrer">{label}</a></span>
              <span className={styles.meta}>{hostOf(url)}</span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Where an address leads, whatever stands in the rest of it. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : "");

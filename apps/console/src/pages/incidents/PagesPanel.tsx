import { Link } from "react-router";
import { Panel } from "../../marks/Panel.tsx";
import { State } from "../../marks/State.tsx";
import { duration } from "../../marks/time.ts";
import { ClockTime } from "../../marks/Time.tsx";
import type { PageLine } from "./incidentDocuments.ts";
import styles from "./IncidentPage.module.css";
import type { PanelProps } from "./ResponsePanels.tsx";

const states = { open: ["bad", "Wants an answer"], acknowledged: ["good", "Answered"], stopped: ["idle", "Stopped"] } as const;

/** The state of a page as tone and word. */
export function pageStateOf(state: PageLine["state"]): { tone: "bad" | "good" | "idle"; words: string } {
  const [tone, words] = states[state];
  return { tone, words };
}

/** Who was reached, in words: `Ana Kovač by mail and inbox, then Jo Lind`. */
export function sendsWords(sends: PageLine["sends"]): string {
  const people = new Map<string, string[]>();
  for (const { person, channel, refused } of sends) {
    const name = person?.name ?? "nobody";
    const by = people.get(name) ?? [];
    if (channel !== null && refused === null && !by.includes(channel)) by.push(channel);
    people.set(name, by);
  }
  return [...people].map(([name, by]) => (by.length === 0 ? name : `${name} by ${by.join(" and ")}`)).join(", then ");
}

/** Who was called for the incident, and who answered. */
export function PagesPanel({ shown }: PanelProps) {
  if (shown.pages.length === 0) return null;
  return (
    <Panel title="Pages">
      <ul className={styles.rows}>
        {shown.pages.map((page) => (
          <li key={page.id}>
            <span className={styles.what}>
              <span className={styles.line}><Link to={`/pages/${encodeURIComponent(page.id)}`}>{page.purpose === "commander" ? "Commanders" : "Responders"}</Link> <span>{page.reason}</span></span>
              <span className={styles.meta}>
                <ClockTime at={page.requestedAt} /> {sendsWords(page.sends) || "not sent yet"}
                {page.acknowledgedBy === null ? "" : `; ${page.acknowledgedBy.name} answered${page.acknowledgeMs === null ? "" : ` after ${duration(page.acknowledgeMs)}`}`}
              </span>
            </span>
            <State tone={pageStateOf(page.state).tone}>{pageStateOf(page.state).words}</State>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

import { duration } from "@ballast/schema/words";
import { Link } from "react-router";
import { useNow } from "../marks/now.ts";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { ClockTime } from "../marks/Time.tsx";
import styles from "./IncidentView.module.css";
import type { PanelProps } from "./ResponsePanels.tsx";
import { pageStateOf, sendsWords, silenceWords } from "../paging/pageWords.ts";

/** Who was called for the incident, and who answered. */
export function PagesPanel({ shown }: PanelProps) {
  const now = useNow(30_000);
  if (shown.pages.length === 0) return null;
  return (
    <Panel title="Pages">
      <ul className={styles.rows}>
        {shown.pages.map((page) => (
          <li key={page.id}>
            <span className={styles.what}>
              <span className={styles.line}>
                <Link to={`/pages/${encodeURIComponent(page.id)}`}>{page.purpose === "commander" ? "Commanders" : "Responders"}</Link>{" "}
                <span>{page.reason}</span>
              </span>
              <span className={styles.meta}>
                <ClockTime at={page.requestedAt} /> {sendsWords(page.sends) || "not sent yet"}
                {page.unanswered === null ? "" : <strong> {silenceWords(page, now)}</strong>}
                {page.acknowledgedBy === null
                  ? ""
                  : `; ${page.acknowledgedBy.name} answered${page.acknowledgeMs === null ? "" : ` after ${duration(page.acknowledgeMs)}`}`}
                {page.lookAgain.map(({ at, person }) => (
                  <span key={person.id}>; {person.name} looks again at <ClockTime at={at} /></span>
                ))}
                {page.handedOn === null ? "" : `; ${page.handedOn.by.name} handed it on to ${page.handedOn.to}`}
              </span>
            </span>
            <State tone={pageStateOf(page.state).tone}>{page.handedOn === null ? pageStateOf(page.state).words : "Handed on"}</State>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

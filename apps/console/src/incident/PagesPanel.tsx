import { duration } from "@ballast/schema/words";
import { Link } from "react-router";
import { told } from "../data/words.ts";
import { useNow } from "../marks/now.ts";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { ClockTime } from "../marks/Time.tsx";
import type { PageLine } from "./pageLine.ts";
import styles from "./IncidentView.module.css";
import type { PanelProps } from "./ResponsePanels.tsx";

const states = { open: ["bad", "Wants an answer"], acknowledged: ["good", "Answered"], stopped: ["idle", "Stopped"] } as const;

/** The state of a page as tone and word. */
export function pageStateOf(state: PageLine["state"]): { tone: "bad" | "good" | "idle"; words: string } {
  const [tone, words] = states[state];
  return { tone, words };
}

const outcomes = { trying: ["info", "being sent"], handedOver: ["good", "handed over"], unknown: ["attention", "unknown"], failed: ["bad", "failed"] } as const;

/** What became of a message, as tone and words: `failed: 550 no such mailbox`. */
export function outcomeOf({ outcome, refused, triesAgain }: Pick<PageLine["sends"][number], "outcome" | "refused" | "triesAgain">): { tone: "info" | "good" | "attention" | "bad"; words: string } {
  const [tone, word] = outcomes[outcome];
  return { tone, words: `${word}${refused === null ? "" : `: ${refused}`}${triesAgain ? " (tried again)" : ""}` };
}

/** That everybody was called in vain, and what comes next; null while that is not so. */
export function silenceWords({ unanswered }: Pick<PageLine, "unanswered">, now: number): string | null {
  if (unanswered === null) return null;
  const again = unanswered.againAt === null ? "nobody is called again" : Date.parse(unanswered.againAt) <= now ? "calling has begun again" : `calling begins again at ${unanswered.againAt.slice(11, 16)} UTC`;
  return `Nobody has answered in ${told(unanswered.rounds, "round")}; ${again}.`;
}

/** Who was reached, in words: `Ana Kovač by mail and inbox, then Jo Lind`. */
export function sendsWords(sends: PageLine["sends"]): string {
  const people = new Map<string, string[]>();
  for (const { person, channel, outcome } of sends) {
    const name = person?.name ?? "nobody";
    const by = people.get(name) ?? [];
    if (channel !== null && outcome === "handedOver" && !by.includes(channel)) by.push(channel);
    people.set(name, by);
  }
  return [...people].map(([name, by]) => (by.length === 0 ? name : `${name} by ${by.join(" and ")}`)).join(", then ");
}

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
              <span className={styles.line}><Link to={`/pages/${encodeURIComponent(page.id)}`}>{page.purpose === "commander" ? "Commanders" : "Responders"}</Link> <span>{page.reason}</span></span>
              <span className={styles.meta}>
                <ClockTime at={page.requestedAt} /> {sendsWords(page.sends) || "not sent yet"}
                {page.unanswered === null ? "" : <strong> {silenceWords(page, now)}</strong>}
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

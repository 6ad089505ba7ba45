import { Link } from "react-router";
import { useNow } from "../marks/now.ts";
import { Panel } from "../marks/Panel.tsx";
import { AcknowledgeButton } from "../paging/AcknowledgeButton.tsx";
import { silenceWords } from "../paging/pageWords.ts";
import type { Now } from "./nowDocument.ts";
import styles from "./Now.module.css";

/** Pages for which everybody was called in vain: the loudest thing on the first view. */
export function UnansweredPanel({ pages }: { pages: Now["unanswered"] }) {
  const now = useNow(30_000);
  if (pages.length === 0) return null;
  return (
    <Panel title="Nobody answers" meta="everybody was called in vain" urgent>
      <ul className={styles.inbox}>
        {pages.map((page) => (
          <li key={page.id}>
            <span>
              <Link to={`/incidents/${encodeURIComponent(page.incident.id)}`}>
                {page.incident.reference} · {page.incident.title}
              </Link>
              <small>{silenceWords(page, now)}</small>
            </span>
            <AcknowledgeButton pageId={page.id} reference={page.incident.reference} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

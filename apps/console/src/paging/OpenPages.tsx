import { Link } from "react-router";
import { nodesOf } from "../data/fields.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import { told } from "../data/words.ts";
import { Panel } from "../marks/Panel.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { titleOf } from "../response/incidentWords.ts";
import { sendsWords } from "./pageWords.ts";
import { AcknowledgeButton } from "./AcknowledgeButton.tsx";
import styles from "./Page.module.css";
import { pageEvents, pagesDocument } from "./pageDocuments.ts";

const asked = { first: 20, open: true, person: null, after: null };

/** Pages that want an answer now; nothing when there are none. */
export function OpenPages() {
  const { data } = useRead(pagesDocument, asked);
  useLogRefresh(pageEvents, ["read", "Pages"]);
  const pages = nodesOf(data?.pages);
  if (pages.length === 0) return null;
  return (
    <Panel urgent title={`${told(pages.length, "page wants", "pages want").replace(/^./u, (letter) => letter.toUpperCase())} an answer`}>
      <ul className={styles.list}>
        {pages.map((page) => (
          <li key={page.id}>
            <span className={styles.what}>
              <Link to={`/pages/${encodeURIComponent(page.id)}`}>{titleOf(page.incident)}</Link>
              <span className={styles.meta}>
                {page.reason} · <RelativeTime at={page.requestedAt} />
                {page.sends.length === 0 ? "" : `: ${sendsWords(page.sends)}`}
              </span>
            </span>
            <AcknowledgeButton pageId={page.id} reference={page.incident.reference} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

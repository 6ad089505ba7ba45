import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { publicationEvents, publicationsDocument, type Publication } from "./publicationDocuments.ts";
import { standingTone, standingWords, subjectWords, unreachedWords } from "./publicationWords.ts";
import styles from "./Telling.module.css";

function Row({ publication }: { publication: Publication }) {
  return (
    <li>
      <span className={styles.line}>
        <span className={styles.subject}>{subjectWords(publication)}</span>
        <State tone={standingTone(publication)}>{standingWords(publication)}</State>
      </span>
      <span className={styles.meta}><RelativeTime at={publication.at} /></span>
      {publication.unreached.length === 0 ? null : (
        <details className={styles.meta}>
          <summary>{publication.unreached.length === 1 ? "One without it" : `${String(publication.unreached.length)} without it`}</summary>
          <ul>
            {publication.unreached.map((one) => (
              <li key={`${one.subscriberId} ${one.channel}`}>{unreachedWords(one)}</li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

/** What subscribers were told, of an incident or by a page, and what became of it. Nothing where nobody ever was. */
export function PublicationsPanel({ of }: { of: { readonly incidentId: string } | { readonly statusPageId: string } }) {
  const { data } = useRead(publicationsDocument, { incidentId: null, statusPageId: null, ...of });
  useLogRefresh(publicationEvents, ["read", "Publications"]);
  const publications = data?.publications ?? [];
  if (publications.length === 0) return null;
  return (
    <Panel title="Told to subscribers" meta="the newest first">
      <ol className={styles.rows}>
        {publications.map((publication) => (
          <Row key={publication.id} publication={publication} />
        ))}
      </ol>
    </Panel>
  );
}

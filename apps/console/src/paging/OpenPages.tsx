import Button from "@mui/material/Button";
import Checkbox from "@mui/material/Checkbox";
import { useState } from "react";
import { Link } from "react-router";
import { useCommand } from "../data/command.ts";
import { nodesOf } from "../data/fields.ts";
import { useMine } from "../data/mine.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import { counted, told } from "../data/words.ts";
import { Panel } from "../marks/Panel.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { calledFor } from "../response/incidentWords.ts";
import { useActOnNow } from "../shell/actOnNow.tsx";
import { AcknowledgeButton } from "./AcknowledgeButton.tsx";
import { chosenOf, problemsOf } from "./manyPages.ts";
import styles from "./Page.module.css";
import { acknowledgePages, pageEvents, pagesDocument, type PageRecord } from "./pageDocuments.ts";
import { sendsWords } from "./pageWords.ts";

/** As many as one press answers. */
const asked = { first: 200, open: true, person: null, after: null };

/** Answers many pages in one press; what was refused of one stays in sight. */
function AnswerMany({ pages }: { pages: readonly PageRecord[] }) {
  const give = useCommand(acknowledgePages);
  const begin = useActOnNow();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const press = (): void => {
    setBusy(true);
    setError(null);
    give({ pageIds: pages.map(({ id }) => id) })
      .then(({ answers }) => setProblems(problemsOf(answers, pages)), setError).finally(() => setBusy(false));
  };
  return (
    <>
      <Button variant="contained" color="primary" size="small" disabled={busy || pages.length === 0} onClick={() => begin(press)}>
        Acknowledge {counted(pages.length, "page")}: I look into them
      </Button>
      <ProblemLine error={error} />
      {problems.length === 0 ? null : (
        <ul role="alert" className={styles.problems}>{problems.map((problem) => <li key={problem}>{problem}</li>)}</ul>
      )}
    </>
  );
}

/** Pages that want an answer now; nothing when there are none. In a storm one's own are chosen, and one press answers all that are. */
export function OpenPages() {
  const { data } = useRead(pagesDocument, asked);
  useLogRefresh(pageEvents, ["read", "Pages"]);
  const isMe = useMine();
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map());
  const pages = nodesOf(data?.pages);
  if (pages.length === 0) return null;
  const chosen = chosenOf(pages, turned, isMe);
  const isStorm = pages.length > 1;
  return (
    <Panel urgent title={`${told(pages.length, "page wants", "pages want").replace(/^./u, (letter) => letter.toUpperCase())} an answer`}>
      {isStorm ? <div className={styles.many}><AnswerMany pages={pages.filter(({ id }) => chosen.has(id))} /></div> : null}
      <ul className={styles.list}>
        {pages.map((page) => (
          <li key={page.id}>
            {isStorm ? (
              <Checkbox
                size="small"
                checked={chosen.has(page.id)}
                onChange={(_, made) => setTurned((before) => new Map(before).set(page.id, made))}
                slotProps={{ input: { "aria-label": `Answer ${page.incident.reference} with the others` } }}
              />
            ) : null}
            <span className={styles.what}>
              <Link to={`/pages/${encodeURIComponent(page.id)}`}>{calledFor(page.incident)}</Link>
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

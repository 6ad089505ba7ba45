import Button from "@mui/material/Button";
import { useState } from "react";
import { Link } from "react-router";
import { useCommand } from "../data/command.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { useMine } from "../data/mine.ts";
import { useNow } from "../marks/now.ts";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { ClockTime, RelativeTime } from "../marks/Time.tsx";
import { AcknowledgeButton } from "../paging/AcknowledgeButton.tsx";
import { HandOnDialog } from "../paging/HandOnDialog.tsx";
import { momentOf, notAgain, type ChosenAgain } from "../paging/lookAgain.ts";
import { LookAgainField } from "../paging/LookAgainField.tsx";
import styles from "../paging/Page.module.css";
import { lookAgain, type PageRecord } from "../paging/pageDocuments.ts";
import { pageStateOf, silenceWords } from "../paging/pageWords.ts";

/** Says anew when one looks again at a page that one has answered. */
function LookAgain({ page, mine }: { page: PageRecord; mine: string | null }) {
  const give = useCommand(lookAgain);
  const [chosen, setChosen] = useState<ChosenAgain>(notAgain);
  const [error, setError] = useState<unknown>(null);
  const say = (at: number | null): void => {
    setError(null);
    give({ pageId: page.id, ...(at === null ? {} : { at: new Date(at).toISOString() }) }).then(() => setChosen(notAgain), setError);
  };
  return (
    <>
      <LookAgainField chosen={chosen} set={setChosen} />
      {chosen.again === "no" && mine === null ? null : (
        <Button variant="outlined" onClick={() => say(momentOf(chosen, Date.now()))}>
          {chosen.again === "no" ? "Do not call me again" : "Call me again then"}
        </Button>
      )}
      <ProblemLine error={error} />
    </>
  );
}

/** Who is called again, and when. */
function Agains({ page }: { page: PageRecord }) {
  return page.lookAgain.map(({ at, person }) => (
    <p key={person.id}>
      {person.name} looks again at <ClockTime at={at} />, <RelativeTime at={at} />.
    </p>
  ));
}

/** What a page wants, and what can be done with it. */
export function AnswerPanel({ page }: { page: PageRecord }) {
  const now = useNow(30_000);
  const isMe = useMine();
  const [chosen, setChosen] = useState<ChosenAgain>(notAgain);
  const [handing, setHanding] = useState(false);
  const { tone, words } = pageStateOf(page.state);
  const { handedOn, incident } = page;
  const mine = page.lookAgain.find(({ person }) => isMe(person.id))?.at ?? null;
  const isMine = page.acknowledgedBy !== null && isMe(page.acknowledgedBy.id);
  return (
    <Panel urgent={page.state === "open"}>
      <div className={styles.answer}>
        <State tone={tone}>{handedOn === null ? words : "Handed on"}</State>
        {page.state === "open" ? (
          <>
            {page.unanswered === null ? null : <p><strong>{silenceWords(page, now)}</strong></p>}
            <p>Answering stops the escalation for everyone. It does not make you commander; take that role on the incident&apos;s page.</p>
            <AcknowledgeButton
              pageId={page.id} reference={incident.reference} lookAgainAt={() => momentOf(chosen, Date.now())} large
            />
            <LookAgainField chosen={chosen} set={setChosen} />
          </>
        ) : page.state === "acknowledged" ? (
          <p>
            {page.acknowledgedBy?.name ?? "Somebody"} answered <RelativeTime at={page.acknowledgedAt} />. Nobody else is called for it.
          </p>
        ) : handedOn === null ? <p>The incident no longer wants an answer.</p> : null}
        {handedOn === null ? null : (
          <p>
            {handedOn.by.name} handed it on to {handedOn.to} <RelativeTime at={handedOn.at} />
            {handedOn.note === "" ? ". " : `: ${handedOn.note}. `}
            <Link className={styles.inText} to={`/pages/${encodeURIComponent(handedOn.toPageId)}`}>The page that calls them</Link>
          </p>
        )}
        <Agains page={page} />
        {page.state === "acknowledged" && isMine && incident.open && handedOn === null ? <LookAgain page={page} mine={mine} /> : null}
        {page.state === "stopped" || !incident.open || handedOn !== null ? null : (
          <CommandButton needs="incident.work" onClick={() => setHanding(true)}>Hand it on …</CommandButton>
        )}
        {handing ? <HandOnDialog pageId={page.id} reference={incident.reference} onClose={() => setHanding(false)} /> : null}
      </div>
    </Panel>
  );
}

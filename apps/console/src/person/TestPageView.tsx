import Button from "@mui/material/Button";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { useCommand } from "../data/command.ts";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { answerTestPage } from "./myPaging.ts";
import styles from "./Person.module.css";

/** What a test page's link opens: programs follow links, so only the button here says that somebody was reached. */
export function TestPageView() {
  const { id = "", token = "" } = useParams();
  const give = useCommand(answerTestPage);
  const [state, set] = useState<"asking" | "saying" | "said">("asking");
  const [error, setError] = useState<unknown>(null);
  const say = (): void => {
    setError(null);
    set("saying");
    give({ testId: id, token }).then(() => set("said"), (thrown: unknown) => {
      set("asking");
      setError(thrown);
    });
  };
  return (
    <>
      <ViewHeader title="Test page" summary="It was sent to see whether pages reach you. Nothing is wrong." />
      <Panel padded>
        <div className={styles.testPage}>
          {state === "said" ? (
            <>
              <State tone="good">It reaches you</State>
              <p>The channel by which it came is verified for the next 90 days.</p>
              <Button component={Link} to="/my-paging">My paging</Button>
            </>
          ) : (
            <>
              <p>Press, and the channel by which it came is known to reach you.</p>
              <Button variant="contained" size="large" disabled={state === "saying"} onClick={say}>It arrived</Button>
              <ProblemLine error={error} />
            </>
          )}
        </div>
      </Panel>
    </>
  );
}

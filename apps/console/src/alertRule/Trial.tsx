import { useState } from "react";
import { Link } from "react-router";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { counted } from "../data/words.ts";
import { Choice } from "../marks/Choice.tsx";
import { Panel } from "../marks/Panel.tsx";
import { SkeletonText } from "../marks/Skeletons.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { alertRuleTrialDocument, type TrialSide, type TrialVariables } from "./alertRuleDocuments.ts";

/** What a rule would have made of the alerts of the last thirty days. */
export function Trial({ variables, isOfNow }: { variables: TrialVariables | null; isOfNow: boolean }) {
  const read = useRead(alertRuleTrialDocument, variables, { now: true });
  const [side, show] = useState<"tried" | "now">("tried");
  if (variables === null)
    return (
      <Panel title="What it would have done" padded>
        <EmptyState title="Not tried yet">Try it: nothing is changed by that, and it may be left at any time.</EmptyState>
      </Panel>
    );
  return (
    <Panel title="What it would have done" padded>
      <ReadArea read={read} where="The trial" skeleton={<SkeletonText />}>
        {({ alertRuleTrial: trial }) => (
          <>
            <p><strong>{trial.sentence}</strong></p>
            {isOfNow ? null : <p>The rule was changed since: this is what it was when it was tried.</p>}
            <p>
              {trial.silenced === 0 ? "No alert" : counted(trial.silenced, "alert")} would no longer lead to an incident,{" "}
              {trial.added} would that do not now.
              {trial.cut ? " There were more alerts than are looked at: these are the first ones." : ""}
            </p>
            <Choice
              label="Which rules"
              value={side}
              onChange={show}
              options={[["tried", `As tried (${trial.tried.incidents})`], ["now", `As now (${trial.now.incidents})`]]}
            />
            <Side side={trial[side]} />
            <p><Quiet>An incident counts as open while one of its alerts fires.</Quiet></p>
          </>
        )}
      </ReadArea>
    </Panel>
  );
}

const left: Readonly<Record<TrialSide["leftOut"][number]["outcome"], string>> = {
  counted: "not often enough", held: "over before its maintenance was", joins: "none was open to join", recorded: "calls nobody",
};

function Side({ side: { incidents, listed, leftOut } }: { side: TrialSide }) {
  return (
    <>
      {listed.length === 0 ? <p>No incident.</p> : (
        <ul>
          {listed.map(({ service, label, severity, openedAt, alerts, first, rules }) => (
            <li key={`${openedAt} ${first[0]?.alertId ?? ""}`}>
              <details>
                <summary>
                  <RelativeTime at={openedAt} /> {label === "" ? (service?.slug ?? "no service") : label}, severity {severity}:{" "}
                  {counted(alerts, "alert")}
                </summary>
                <ul>
                  {first.map(({ alertId, name, at }) => (
                    <li key={alertId}><Link to={`/alerts/${encodeURIComponent(alertId)}`}>{name}</Link> <RelativeTime at={at} /></li>
                  ))}
                </ul>
                {rules.length === 0 ? null : <Quiet>{rules.join(", ")} had a word.</Quiet>}
              </details>
            </li>
          ))}
        </ul>
      )}
      {incidents > listed.length ? <p><Quiet>The last {listed.length} of {incidents}.</Quiet></p> : null}
      {leftOut.length === 0 ? null : (
        <>
          <h3>What leads to none</h3>
          <ul>
            {leftOut.map(({ name, alerts, outcome, rules }) => (
              <li key={`${name} ${outcome} ${rules.join()}`}>
                {name}, {alerts} times: {left[outcome]}{rules.length === 0 ? "" : ` (${rules.join(", ")})`}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

import { own } from "@ballast/schema/own";
import { useState } from "react";
import { Link } from "react-router";
import { MomentField } from "../data/MomentField.tsx";
import { useRead } from "../data/read.ts";
import { ProblemLine } from "../marks/States.tsx";
import { Panel } from "../marks/Panel.tsx";
import styles from "./Schedule.module.css";
import { pagingDocument } from "./scheduleDocuments.ts";
import type { PagingStep } from "./scheduleDocuments.ts";

const stepWords: Record<string, string> = { person: "On call", next: "Next in turn", everyone: "Everyone" };

function Step({ afterMinutes, step, people, canBeWoken }: PagingStep) {
  const unreachable = people.length - canBeWoken;
  return (
    <li>
      <small>{afterMinutes === 0 ? "at once" : `${afterMinutes} min`}</small>
      <span>
        <b>{own(stepWords, step) ?? step}</b>
        <small>
          {people.slice(0, 4).map(({ name }) => name).join(", ")}
          {people.length > 4 ? ` and ${people.length - 4} more` : ""}
          {unreachable === 0 ? "" : `; ${unreachable} of them can be reached in the console only`}
        </small>
      </span>
    </li>
  );
}

/** Whom a page would call, step by step, now or at a moment that is tried; nothing is sent. */
export function PagingPanel({ id, now }: { id: string; now: string }) {
  const [at, setAt] = useState<string | null>(null);
  const read = useRead(pagingDocument, { id, at: at ?? now }, { keep: true });
  const paging = read.data?.rotation?.paging;
  const policies = read.data?.rotation?.escalations ?? [];
  return (
    <Panel title="Who is paged" meta={at === null ? "now" : "tried, not sent"} foot="Stops when someone answers.">
      <div style={{ padding: "10px 16px 0" }}>
        <MomentField label="Try it on" value={at} set={setAt} help="Left empty, now." />
      </div>
      {policies.length === 0 ? null : (
        <p className={styles.policies}>
          Called by {policies.length === 1 ? "the policy" : "the policies"}{" "}
          {policies.map((policy, index) => (
            <span key={policy.id}>
              {index === 0 ? "" : ", "}
              <Link to={`/escalation-policies/${encodeURIComponent(policy.id)}`}>{policy.name}</Link>
            </span>
          ))}
          ; without one:
        </p>
      )}
      {read.isError ? <ProblemLine error={read.error} /> : null}
      {paging === undefined ? null : (
        <ol className={styles.steps}>
          {paging.steps.map((step) => <Step key={step.step} {...step} />)}
          <li>
            <small>{paging.steps.length * 5} min</small>
            <span>
              <b>From the top, {paging.rounds} times</b>
              <small>{
                paging.straightToEveryone === null ? "and again every half an hour" : `Straight to everyone: ${paging.straightToEveryone}.`
              }</small>
            </span>
          </li>
        </ol>
      )}
    </Panel>
  );
}

import { Link } from "react-router";
import type { Milestone } from "@ballast/schema/graphql";
import { own } from "@ballast/schema/own";
import { share } from "@ballast/schema/words";
import { Facts, Panel } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { State, Tag } from "../marks/State.tsx";
import { exact } from "../marks/time.ts";
import { ClockTime, RelativeTime } from "../marks/Time.tsx";
import { useZone } from "../marks/zone.ts";
import type { Tone } from "../marks/tone.ts";
import { count } from "../data/words.ts";
import type { IncidentDialog } from "./dialogs.ts";
import type { MilestoneRecord, RoleHolding } from "./incidentDocuments.ts";
import styles from "./IncidentView.module.css";
import { impactOf, milestoneNames, milestoneWords, roleNames } from "../response/incidentWords.ts";
import type { ShownIncident } from "./knownThen.ts";
import { calledRole } from "./RoleDialogs.tsx";
import { SmallButton } from "../data/SmallButton.tsx";

/** What each panel of the incident gets: what to show, and how to begin a command (`null` while looking back). */
export interface PanelProps {
  shown: ShownIncident;
  act: ((dialog: IncidentDialog) => void) | null;
}

function inOrder(roles: readonly RoleHolding[]): readonly RoleHolding[] {
  return roles.toSorted(
    (a, b) =>
      Number(a.to !== null) - Number(b.to !== null)
      || roleNames.findIndex((name) => name === a.role) - roleNames.findIndex((name) => name === b.role)
      || a.from.localeCompare(b.from),
  );
}

/** Who had which role, and when. */
export function RolesPanel({ shown, act }: PanelProps) {
  const unled = shown.open && !shown.imported && shown.commander === null;
  return (
    <Panel title="People" meta={unled ? "nobody commands yet" : undefined}>
      {shown.roles.length === 0 ? (
        <p className={styles.none}>Nobody has taken a role.</p>
      ) : (
        <ul className={styles.rows}>
          {inOrder(shown.roles).map((holding) => {
            const called = calledRole(holding.role);
            return (
              <li key={`${holding.role}${holding.person.id}${holding.from}`} className={holding.to === null ? undefined : styles.unknown}>
                <span className={styles.what}>
                  <span className={styles.line}>
                    <Person name={holding.person.name} role={called} />
                  </span>
                  <span className={styles.meta}>
                    from <ClockTime at={holding.from} />
                    {holding.to === null ? (
                      ""
                    ) : (
                      <>
                        {" "}
                        to <ClockTime at={holding.to} />
                      </>
                    )}
                  </span>
                </span>
                {act === null || holding.to !== null || !shown.open ? null : (
                  <span className={styles.buttons}>
                    <SmallButton label={`Hand over the role of ${called}`} onClick={() => act({ kind: "role", role: holding.role })}>
                      Hand over
                    </SmallButton>
                    <SmallButton
                      label={`End ${holding.person.name}'s role of ${called}`}
                      onClick={() => act({ kind: "leaveRole", role: holding.role, person: holding.person })}
                    >
                      End
                    </SmallButton>
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {act === null || !shown.open || shown.imported ? null : (
        <div className={styles.foot}>
          {shown.commander === null ? (
            <SmallButton onClick={() => act({ kind: "role", role: "commander" })}>Take command</SmallButton>
          ) : null}
          <SmallButton onClick={() => act({ kind: "role" })}>Take or give a role</SmallButton>
        </div>
      )}
    </Panel>
  );
}

function MilestoneLine({
  name,
  milestone,
  act,
}: {
  name: Milestone;
  milestone: Pick<MilestoneRecord, "at" | "corrections">;
  act: PanelProps["act"];
}) {
  const zone = useZone();
  const word = milestoneWords[name];
  const say = (previous: string | null): string =>
    previous === null ? "unknown" : Number.isNaN(Date.parse(previous)) ? previous : exact(Date.parse(previous), zone);
  return (
    <li className={styles.milestone}>
      <span>{word}</span>
      <span>
        <ClockTime at={milestone.at} seconds />
      </span>
      {act === null ? (
        <span />
      ) : (
        <SmallButton
          label={milestone.at === null ? `Say when: ${word}` : `Correct: ${word}`}
          onClick={() => act({ kind: "milestone", name, milestone })}
        >
          {milestone.at === null ? "Say when" : "Correct"}
        </SmallButton>
      )}
      {milestone.corrections.length === 0 ? null : (
        <span className={styles.corrections}>
          {milestone.corrections.map((correction) => (
            <span key={correction.at}>
              was <del>{say(correction.previous)}</del>: {correction.reason}, {correction.by} <RelativeTime at={correction.at} />
            </span>
          ))}
        </span>
      )}
    </li>
  );
}

/** The moments the figures count from and to, each with its corrections. */
export function MilestonesPanel({ shown, act }: PanelProps) {
  const recordOf = (name: Milestone): Pick<MilestoneRecord, "at" | "corrections"> =>
    shown.milestones.find(({ milestone }) => milestone === name) ?? { at: null, corrections: [] };
  return (
    <Panel title="Milestones" meta="– is unknown">
      <ol>
        {milestoneNames.map((name) => (
          <MilestoneLine key={name} name={name} milestone={recordOf(name)} act={act} />
        ))}
      </ol>
    </Panel>
  );
}

/** Which component was hurt, how badly and when. */
export function ImpactPanel({ shown, act }: PanelProps) {
  const { intervals, affectedCustomers, affectedCustomerCount } = shown;
  return (
    <Panel
      title="Impact"
      meta={affectedCustomerCount === null ? undefined : `${count(affectedCustomerCount)} customers known to be affected`}
    >
      {intervals.length === 0 ? (
        <p className={styles.none}>No component was said to be hurt.</p>
      ) : (
        <ul className={styles.rows}>
          {intervals.map((interval) => (
            <li key={interval.id}>
              <span className={styles.what}>
                <span className={styles.line}>
                  <strong>{interval.component}</strong> <Tag tone={impactOf(interval.impact).tone}>{impactOf(interval.impact).words}</Tag>
                  {interval.sharePer100k === null ? null : <span>{share(interval.sharePer100k)} of customers</span>}
                </span>
                <span className={styles.meta}>
                  from <ClockTime at={interval.startedAt} seconds />{" "}
                  {interval.endedAt === null ? (
                    "and goes on"
                  ) : (
                    <>
                      to <ClockTime at={interval.endedAt} seconds />
                    </>
                  )}
                </span>
              </span>
              {act === null ? null : (
                <span className={styles.buttons}>
                  {interval.endedAt === null ? (
                    <SmallButton
                      label={`${interval.component} works again`}
                      onClick={() => act({ kind: "interval", interval, close: true })}
                    >
                      Works again
                    </SmallButton>
                  ) : null}
                  <SmallButton label={`Correct the impact on ${interval.component}`} onClick={() => act({ kind: "interval", interval })}>
                    Correct
                  </SmallButton>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {affectedCustomers.length === 0 ? null : (
        <div className={styles.customers} aria-label="Affected customers">
          {affectedCustomers.slice(0, 24).map(({ customer, requests, errors }) => (
            <span key={customer} title={`${count(errors)} of ${count(requests)} requests failed`}>
              {customer}
            </span>
          ))}
          {(affectedCustomerCount ?? 0) > 24 ? (
            <span className={styles.meta}>and {count((affectedCustomerCount ?? 0) - Math.min(24, affectedCustomers.length))} more</span>
          ) : null}
        </div>
      )}
      {act === null || shown.imported ? null : (
        <div className={styles.foot}>
          <SmallButton onClick={() => act({ kind: "interval" })}>A component is hurt</SmallButton>
        </div>
      )}
    </Panel>
  );
}

const reviewStates: Readonly<Record<string, readonly [Tone, string]>> = {
  due: ["attention", "Due"],
  held: ["good", "Held"],
  skipped: ["idle", "Skipped"],
};

/** Where the review stands. */
export function ReviewPanel({ shown, act }: PanelProps) {
  const { review } = shown;
  if (shown.open) return null;
  const [tone, word] = own(reviewStates, review.state) ?? ["idle", "None yet"];
  return (
    <Panel title="Review" meta={<State tone={tone}>{word}</State>}>
      <p className={styles.none}>
        {review.state === "none" ? (
          "Nobody has said when it is due"
        ) : review.state === "due" ? (
          <>
            Due <RelativeTime at={review.dueAt} />
          </>
        ) : review.state === "held" ? (
          <>
            Held <RelativeTime at={review.heldAt} />
          </>
        ) : (
          "There is none"
        )}
        {review.reason === null || review.reason === "" ? "." : `: ${review.reason}`}
      </p>
      <div className={styles.foot}>
        <Link to={`/reviews/${encodeURIComponent(shown.id)}`}>Open the review</Link>
        {act === null || review.state !== "due" ? null : (
          <SmallButton onClick={() => act({ kind: "review" })}>Record one that was held elsewhere</SmallButton>
        )}
      </div>
    </Panel>
  );
}

/** Where an imported incident came from, and the times its source gave. */
export function SourcePanel({ shown }: Pick<PanelProps, "shown">) {
  const zone = useZone();
  const say = (at: string | null): string | null => (at === null ? null : exact(Date.parse(at), zone));
  return (
    <Panel title="Source" padded>
      <Facts
        facts={[
          ["Its id there", shown.reference],
          [
            "Its page",
            shown.url === null ? null : (
              <a key="url" href={shown.url} rel="noreferrer" target="_blank">
                {shown.url.replace(/^https?:\/\//u, "")}
              </a>
            ),
          ],
          ["Service", shown.services.map(({ slug }) => slug).join(", ")],
          ["Components", shown.components.join(", ")],
          ["Began", say(shown.startedAt)],
          ["Resolved", say(shown.resolvedAt)],
          ["Planned", shown.plannedFrom === null ? null : `${say(shown.plannedFrom) ?? ""} to ${say(shown.plannedUntil) ?? "an open end"}`],
        ]}
      />
    </Panel>
  );
}

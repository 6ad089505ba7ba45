import Button from "@mui/material/Button";
import { useState } from "react";
import { Link } from "react-router";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useOpenedByLink } from "../data/openedByLink.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { SmallButton } from "../data/SmallButton.tsx";
import { capital, counted, told } from "../data/words.ts";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Columns, Panel, ViewHeader } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { dayWords } from "../promises/Due.tsx";
import { ChecksDialog } from "./ChecksDialog.tsx";
import styles from "./Readiness.module.css";
import { readinessEvents, rulesDocument } from "./readinessDocuments.ts";
import type { CheckSet, PolicyLine, Rules, TechnologyLine, TrainingLine } from "./readinessDocuments.ts";
import { forWords, missingWords, technologyWords } from "./readinessWords.ts";
import { PolicyDialog, TechnologyDialog, TookDialog, TrainingDialog } from "./RulesDialogs.tsx";

const nothing = {};

function Checks({ set }: { set: CheckSet }) {
  const [changing, setChanging] = useState(false);
  const [newest] = set.versions;
  const meta = newest === undefined ? "" : `version ${String(set.version)}, since ${dayWords(newest.at.slice(0, 10))} by ${newest.by.name}`;
  return (
    <Panel title={`Checks: ${set.name}`} meta={meta} foot={<span>{newest?.reason}</span>}>
      <GroupRows
        label={`Checks of ${set.name}`}
        rows={set.checks}
        keyOf={({ checkId }) => checkId}
        columns={[
          { key: "name", label: "Check", narrow: "title", render: ({ name }) => <strong>{name}</strong> },
          { key: "asks", label: "Asks", grow: true, render: ({ asks }) => asks },
          { key: "rests", label: "Rests on", render: ({ rests }) => <Quiet>{rests}</Quiet> },
        ]}
      />
      <div className={styles.padded}>
        <SmallButton needs="readiness.rule" onClick={() => setChanging(true)}>Change the checks…</SmallButton>
      </div>
      {changing ? <ChecksDialog set={set} onClose={() => setChanging(false)} /> : null}
    </Panel>
  );
}

const tally = (good: number, all: number) => (
  <State tone={all === 0 ? "idle" : good === all ? "good" : good === 0 ? "bad" : "attention"}>{good} of {all}</State>
);

function Policies({ policies }: { policies: readonly PolicyLine[] }) {
  const [publishing, setPublishing] = useState(false);
  return (
    <Panel title="Operating policies" meta="a new version asks everybody again">
      {policies.length === 0 ? (
        <EmptyState title="No policy is published">People acknowledge the version that they have read.</EmptyState>
      ) : (
        <GroupRows
          label="Policies"
          rows={policies}
          keyOf={({ id }) => id}
          hrefOf={({ id }) => `/policies/${encodeURIComponent(id)}`}
          columns={[
            {
              key: "name", label: "Policy", narrow: "title", grow: true, render: ({ name, version }) => <><strong>{name}</strong>,
              version {version}</>,
            },
            { key: "for", label: "For", narrow: "hide", render: ({ isFor }) => <Quiet>{forWords[isFor]}</Quiet> },
            {
              key: "missing",
              label: "Missing",
              render: ({ missing, asked, acknowledged }) => <Quiet>{missingWords(missing, asked - acknowledged) || "nobody"}</Quiet>,
            },
            {
              key: "mine",
              label: "You",
              narrow: "hide",
              render: ({ id, mine }) =>
                (mine ? <Quiet>acknowledged</Quiet> : <Link to={`/policies/${encodeURIComponent(id)}`}>Read it</Link>),
            },
            { key: "tally", label: "Acknowledged", narrow: "state", render: ({ acknowledged, asked }) => tally(acknowledged, asked) },
          ]}
        />
      )}
      <div className={styles.padded}>
        <SmallButton needs="readiness.rule" onClick={() => setPublishing(true)}>Publish a policy…</SmallButton>
      </div>
      {publishing ? <PolicyDialog policy={null} onClose={() => setPublishing(false)} /> : null}
    </Panel>
  );
}

function Trainings({ trainings }: { trainings: readonly TrainingLine[] }) {
  const [defining, setDefining] = useState(false);
  const [taking, setTaking] = useState<TrainingLine | null>(null);
  return (
    <Panel title="Training" meta="who is current">
      {trainings.length === 0 ? (
        <EmptyState title="No training is defined">Responders and commanders are asked for theirs by the checks.</EmptyState>
      ) : (
        <GroupRows
          label="Trainings"
          rows={trainings}
          keyOf={({ id }) => id}
          columns={[
            { key: "name", label: "Training", narrow: "title", grow: true, render: ({ name }) => <strong>{name}</strong> },
            { key: "for", label: "For", narrow: "hide", render: ({ isFor }) => <Quiet>{forWords[isFor]}</Quiet> },
            {
              key: "valid",
              label: "Counts",
              narrow: "hide",
              render: ({ validDays }) => <Quiet>{validDays === null ? "for good" : `${String(validDays)} days`}</Quiet>,
            },
            {
              key: "missing",
              label: "Missing or over",
              render: ({ missing, asked, current }) => <Quiet>{missingWords(missing, asked - current) || "nobody"}</Quiet>,
            },
            { key: "tally", label: "Current", narrow: "state", render: ({ current, asked }) => tally(current, asked) },
            {
              key: "took",
              label: <span className="unseen">Record</span>,
              right: true,
              render: (row) => <SmallButton needs="readiness.write" onClick={() => setTaking(row)}>Record who took it…</SmallButton>,
            },
          ]}
        />
      )}
      <div className={styles.padded}>
        <SmallButton needs="readiness.rule" onClick={() => setDefining(true)}>Define a training…</SmallButton>
      </div>
      {defining ? <TrainingDialog onClose={() => setDefining(false)} /> : null}
      {taking === null ? null : <TookDialog training={taking} onClose={() => setTaking(null)} />}
    </Panel>
  );
}

function Technologies({ technologies }: { technologies: readonly TechnologyLine[] }) {
  const [asked, forget] = useOpenedByLink("technology");
  const [listing, setListing] = useState<TechnologyLine | "new" | null>(null);
  const shown = listing ?? (asked === null ? null : (technologies.find(({ id }) => id === asked) ?? "new"));
  const close = (): void => {
    setListing(null);
    forget();
  };
  return (
    <Panel title="Core technologies" meta="what services may be made with">
      {technologies.length === 0 ? (
        <EmptyState title="The list is empty">
          Put technologies on it with the packages that they are; then{" "}
          <code>ballast import technologies package-lock.json --service NAME</code>.
        </EmptyState>
      ) : (
        <GroupRows
          label="Technologies"
          rows={technologies}
          keyOf={({ id }) => id}
          columns={[
            { key: "name", label: "Technology", narrow: "title", render: ({ name }) => <strong>{name}</strong> },
            { key: "packages", label: "Packages", grow: true, render: ({ packages }) => <Quiet>{packages.join(", ") || "–"}</Quiet> },
            { key: "instead", label: "Instead", narrow: "hide", render: ({ instead }) => instead ?? <Quiet>–</Quiet> },
            {
              key: "status",
              label: "Status",
              narrow: "state",
              render: ({ status, until }) => (
                <State tone={technologyWords[status].tone}>
                  {technologyWords[status].words}{until === null ? "" : ` to ${dayWords(until)}`}
                </State>
              ),
            },
            {
              key: "change",
              label: <span className="unseen">Change</span>,
              right: true,
              render: (row) => <SmallButton needs="readiness.rule" onClick={() => setListing(row)}>Change…</SmallButton>,
            },
          ]}
        />
      )}
      <div className={styles.padded}>
        <SmallButton needs="readiness.rule" onClick={() => setListing("new")}>Put a technology on the list…</SmallButton>
      </div>
      {shown === null ? null : <TechnologyDialog technology={shown === "new" ? null : shown} onClose={close} />}
    </Panel>
  );
}

const unreadWords = (count: number): string => `You have not acknowledged ${told(count, "policy", "policies")}.`;

function summaryOf({ checkSets, policies, trainings, technologies }: Rules): string {
  const unread = policies.filter(({ mine }) => !mine).length;
  const off = technologies.filter(({ status }) => status === "offList").length;
  const sets = checkSets.map(({ name, version }) => `version ${String(version)} of ${name}`);
  return [
    sets.length === 0 ? "Nobody has published checks yet." : `Services are held to ${sets.join(" and ")}.`,
    policies.length === 0 ? "" : unread === 0 ? "You have acknowledged every policy." : unreadWords(unread),
    `${capital(counted(trainings.length, "training"))}, ${counted(technologies.length, "technology", "technologies")}${off === 0 ? "" : `, ${String(off)} off the list`}.`,
  ].filter((part) => part !== "").join(" ");
}

/** What everybody is held to: checks, policies, training, the list of technologies. */
export function RulesView() {
  const read = useRead(rulesDocument, nothing, { keep: true });
  useLogRefresh(readinessEvents, ["read", rulesDocument.name]);
  return (
    <ReadArea read={read} where="Checks and policies">
      {(rules) => (
        <>
          <ViewHeader
            title="Checks and policies"
            summary={summaryOf(rules)}
            actions={<Button component={Link} to="/imports/file?kind=policies">Import</Button>}
          />
          <Columns>
            {rules.checkSets.length === 0 ? (
              <Panel>
                <EmptyState title="No checks yet" action={<Link to="/readiness">Readiness</Link>}>Start from the sample set.</EmptyState>
              </Panel>
            ) : rules.checkSets.map((set) => <Checks key={set.id} set={set} />)}
            <Policies policies={rules.policies} />
            <Trainings trainings={rules.trainings} />
            <Technologies technologies={rules.technologies} />
          </Columns>
        </>
      )}
    </ReadArea>
  );
}

import { Link } from "react-router";
import { counted, hours } from "../data/words.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel } from "../marks/Panel.tsx";
import { Tag } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet, Version } from "../marks/Text.tsx";
import type { FailedDeploy, FailedRelease } from "@ballast/schema/graphql";
import type { DeliveryFigures } from "./reportDocuments.ts";
import { compareHref, deployHref, incidentHref, releaseHref } from "./reportLinks.ts";
import type { Question } from "./reportQuestion.ts";

function releaseColumns({ service }: Question): readonly Column<FailedRelease>[] {
  return [
    { key: "version", label: "Release", narrow: "title", render: ({ version }) => <Version>{version}</Version> },
    {
      key: "commits",
      label: "Taken back",
      grow: true,
      render: ({ commits }) => <Quiet>{counted(new Set(commits.map(({ sha }) => sha)).size, "commit")}</Quiet>,
    },
    {
      key: "by",
      label: "By",
      render: ({ version, restoredBy }) => (
        <Link to={compareHref(service, version, restoredBy)} title={`What lies between ${version} and ${restoredBy}`}>
          <Version>{restoredBy}</Version>
        </Link>
      ),
    },
    { key: "after", label: "After", right: true, narrow: "state", render: (row) => hours(row.hours) },
  ];
}

const deployColumns = ({ within }: Question): readonly Column<FailedDeploy>[] => [
  { key: "deploy", label: "Deploy", narrow: "title", render: ({ deploy }) => <Version>{deploy.slice(0, 8)}</Version> },
  {
    key: "how",
    label: "How",
    render: ({ rolledBack, incidents }) => (
      <>
        {rolledBack ? <Tag tone="bad">rolled back</Tag> : null}{" "}
        {incidents.length === 0 ? null : <Tag tone="attention">named by an incident{within === undefined ? "" : ", or before it"}</Tag>}
      </>
    ),
  },
  {
    key: "incidents",
    label: "Incidents",
    grow: true,
    render: ({ incidents }) =>
      incidents.length === 0 ? (
        <Quiet>–</Quiet>
      ) : (
        incidents.map((id, index) => (
          <Link key={id} to={incidentHref(id)}>
            {index === 0 ? "the incident" : ", another"}
          </Link>
        ))
      ),
  },
  {
    key: "after",
    label: "Recovered after",
    right: true,
    narrow: "state",
    render: (row) => (row.hours === null ? <Quiet>not yet</Quiet> : hours(row.hours)),
  },
];

/** What failed, one by one. */
export function FailedPanel({ figures: { basis, records }, question }: { figures: DeliveryFigures; question: Question }) {
  const releases = records.failed.filter((each) => "version" in each).toReversed();
  const deploys = records.failed.filter((each) => "deploy" in each).toReversed();
  if (basis === "deploys") {
    return (
      <Panel title="Deploys that failed" meta="newest first">
        {deploys.length === 0 ? (
          <EmptyState title="None failed">
            None was rolled back, and no incident names one{question.within === undefined ? "" : " or is put down to one"}.
          </EmptyState>
        ) : (
          <GroupRows
            label="Deploys that failed"
            rows={deploys}
            columns={deployColumns(question)}
            keyOf={({ deploy }) => deploy}
            hrefOf={({ deploy }) => deployHref(deploy)}
          />
        )}
      </Panel>
    );
  }
  return (
    <Panel title="Releases taken back in part" meta="newest first">
      {releases.length === 0 ? (
        <EmptyState title="None was taken back">No later release says that it reverts a commit of one of these.</EmptyState>
      ) : (
        <GroupRows
          label="Releases taken back in part"
          rows={releases}
          columns={releaseColumns(question)}
          keyOf={({ version }) => version}
          hrefOf={({ version }) => releaseHref(question.service, version)}
        />
      )}
    </Panel>
  );
}

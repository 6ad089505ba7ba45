import { inPercent } from "@ballast/schema/words";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useDeferredValue, useState } from "react";
import { Link, useParams } from "react-router";
import { ActorName } from "../data/ActorName.tsx";
import { CommandButton } from "../data/CommandButton.tsx";
import { CommitList } from "../data/CommitList.tsx";
import { nodesOf } from "../data/fields.ts";
import { ownId } from "../data/globalId.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { counted } from "../data/words.ts";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Columns, Facts, ViewHeader, Panel } from "../marks/Panel.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet, Version } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { ChangeRiskWords } from "../rollout/ChangeRiskWords.tsx";
import { stateOf } from "../rollout/deployStates.ts";
import { RequestDeployDialog } from "../rollout/RequestDeployDialog.tsx";
import { neighboursDocument, releaseCommitsDocument, releaseDocument, releaseHistoryDocument } from "./releaseDocuments.ts";
import type { ReleaseRecord } from "./releaseDocuments.ts";
import { releaseSentence } from "./releaseSentence.ts";
import styles from "./Release.module.css";
import { inOrder, leadTime, whereState } from "./releaseStates.ts";

function Commits({ release }: { release: ReleaseRecord }) {
  const [text, setText] = useState("");
  const query = useDeferredValue(text.trim());
  const { data } = useRead(releaseCommitsDocument, { id: release.id, first: 500, text: query === "" ? null : query }, { keep: true });
  const commits = data?.release?.commits;
  return (
    <Panel
      title="Commits"
      meta={
        query === "" || commits === undefined ? counted(release.commitCount, "commit") : `${commits.totalCount} of ${release.commitCount}`
      }
    >
      {release.commitCount > 8 ? (
        <div className={styles.search}>
          <TextField
            label="Find in commits"
            placeholder="subject, author or id"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
      ) : null}
      {commits === undefined ? (
        <SkeletonRows rows={4} />
      ) : query !== "" && commits.totalCount === 0 ? (
        <EmptyState title="No commit fits">Nothing in this release mentions “{query}”.</EmptyState>
      ) : (
        <CommitList key={query} commits={nodesOf(commits)} first={15} {...(query === "" ? {} : { query })} />
      )}
    </Panel>
  );
}

function Where({ release }: { release: ReleaseRecord }) {
  return (
    <Panel title="Where it stands">
      {release.where.length === 0 ? (
        <EmptyState title="Nowhere yet">
          {release.deployable ? "Deploy it to see it here." : "It was recorded without an artifact, so Ballast cannot deploy it."}
        </EmptyState>
      ) : (
        <div className={styles.where}>
          {inOrder(release.where).map((place) => {
            const { tone, words } = whereState(place);
            return (
              <div key={place.environment} className={styles.place}>
                <span>{place.environment} <Quiet>{place.percent === null ? "" : inPercent(place.percent)}</Quiet></span>
                <span>{tone === null ? <Quiet>{words}</Quiet> : <State tone={tone}>{words}</State>} <RelativeTime at={place.since} /></span>
              </div>
            );
          })}
        </div>
      )}
    </Panel>
  );
}

function Deploys({ release }: { release: ReleaseRecord }) {
  if (release.deploys.length === 0) return null;
  return (
    <Panel title="Deploys" meta={counted(release.deploys.length, "deploy")}>
      <GroupRows
        label="Deploys of this release"
        rows={release.deploys}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => `/deploys/${encodeURIComponent(id)}`}
        columns={[
          {
            key: "to",
            label: "To",
            narrow: "title",
            render: ({ environment, kind }) => (kind === "rollback" ? `back, ${environment}` : environment),
          },
          {
            key: "sentence",
            label: "What became of it",
            grow: true,
            narrow: "meta",
            render: ({ sentence }) => <span title={sentence}>{sentence}</span>,
          },
          { key: "by", label: "By", narrow: "hide", render: ({ requestedBy }) => <ActorName actor={requestedBy} /> },
          { key: "at", label: "Asked for", narrow: "meta", render: ({ requestedAt }) => <RelativeTime at={requestedAt} /> },
          {
            key: "state",
            label: "State",
            narrow: "state",
            render: (deploy) => <State tone={stateOf(deploy).tone}>{stateOf(deploy).words}</State>,
          },
        ]}
      />
    </Panel>
  );
}

function History({ id }: { id: string }) {
  const own = ownId(id);
  const { data } = useRead(releaseHistoryDocument, own === null ? null : { stream: `release-${own}` });
  return data === undefined ? null : <HistoryPanel events={nodesOf(data.events)} total={data.events.totalCount} />;
}

function Record({ release }: { release: ReleaseRecord }) {
  const [deploying, setDeploying] = useState(false);
  const { service, version } = release;
  const environments = service.environments.filter((each) => each.deployable).map(({ name }) => name);
  const before = nodesOf(useRead(neighboursDocument, { service: service.slug, releasedTo: release.releasedAt }).data?.before).find(
    (each) => each.id !== release.id,
  );
  const compare = `/releases/compare?${new URLSearchParams({ service: service.slug, to: version, ...(before === undefined ? {} : { from: before.version }) }).toString()}`;
  return (
    <>
      <ViewHeader
        title={`${service.slug} ${version}`}
        summary={releaseSentence(release)}
        actions={
          <>
            <Button component={Link} to={compare}>
              {before === undefined ? "Compare" : `Compare with ${before.version}`}
            </Button>
            {release.deployable && environments.length > 0 ? (
              <CommandButton needs="deploy.run" first onClick={() => setDeploying(true)}>
                Deploy {version}
              </CommandButton>
            ) : null}
          </>
        }
      />
      <Columns
        side={
          <>
            <Where release={release} />
            <Panel title="About" padded>
              <Facts
                facts={[
                  ["Service", <Link key="s" to={`/services/${service.slug}`}>{service.name}</Link>],
                  ["Released", <RelativeTime key="r" at={release.releasedAt} />],
                  ["Recorded", <RelativeTime key="c" at={release.recordedAt} />],
                  ["By", <ActorName key="p" actor={release.recordedBy} />],
                  ["Built from", <Version key="v">{release.sha?.slice(0, 12)}</Version>],
                  ["Lead time", release.leadTimeMs === null ? null : `${leadTime(release.leadTimeMs)}, the median of its commits`],
                  [
                    "Going back",
                    release.rollbackSafe ? (
                      "safe"
                    ) : (
                      <State key="b" tone="attention">
                        {release.rollbackUnsafeReason ?? "not safe"}
                      </State>
                    ),
                  ],
                  ["Artifact", release.deployable ? "recorded: Ballast can deploy it" : "none"],
                ]}
              />
            </Panel>
            <Panel title="How it may go" padded>
              <div><ChangeRiskWords service={service.slug} version={version} /></div>
            </Panel>
            {release.notes === "" ? null : <Panel title="Notes" padded><p className={styles.notes}>{release.notes}</p></Panel>}
          </>
        }
      >
        <Commits release={release} />
        <Deploys release={release} />
        <History id={release.id} />
      </Columns>
      {deploying ? (
        <RequestDeployDialog ask={{ service: service.slug, environments, version }} onClose={() => setDeploying(false)} />
      ) : null}
    </>
  );
}

/** A release: what it changes, where it stands, and what became of it. */
export function ReleaseView() {
  const { id = "" } = useParams();
  const read = useRead(releaseDocument, { id });
  useLogRefresh(
    ["DeployRequested", "DeploySucceeded", "DeployRolledBack", "ExposureShifted", "ReleaseProvedGood", "ReleaseFoundFaulty"],
    ["read", releaseDocument.name],
  );
  return (
    <ReadArea read={read} where="The release">
      {({ release }) => (release === null ? <NoSuchRecord what="release" /> : <Record key={release.id} release={release} />)}
    </ReadArea>
  );
}

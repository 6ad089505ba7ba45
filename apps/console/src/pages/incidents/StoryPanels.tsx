import { Link } from "react-router";
import { Panel } from "../../marks/Panel.tsx";
import { Shape, State, Tag } from "../../marks/State.tsx";
import { duration } from "../../marks/time.ts";
import { ClockTime, RelativeTime } from "../../marks/Time.tsx";
import { CommitList } from "../../data/CommitList.tsx";
import { useRead } from "../../data/read.ts";
import { SkeletonRows } from "../../marks/Skeletons.tsx";
import { ErrorState } from "../../marks/States.tsx";
import { CommandButton } from "../../data/CommandButton.tsx";
import { counted } from "../../data/words.ts";
import { relatedChangesDocument } from "./aroundDocuments.ts";
import type { RelatedChange } from "./incidentDocuments.ts";
import styles from "./IncidentPage.module.css";
import { linkTone, linkWords } from "./incidentWords.ts";
import { linkTarget } from "./linkWords.ts";
import type { PanelProps } from "./ResponsePanels.tsx";
import { SmallButton } from "./SmallButton.tsx";

/** What was told about the incident, newest first. */
export function UpdatesPanel({ shown, act }: PanelProps) {
  const updates = shown.updates.toReversed();
  const due = shown.open ? shown.nextUpdateDueAt : null;
  return (
    <Panel title="Updates" meta={due === null ? `${updates.length}, newest first` : <>next one due <RelativeTime at={due} /></>}>
      {updates.length === 0 ? <p className={styles.none}>Nothing was told yet.</p> : (
        <ol className={styles.rows}>
          {updates.map((update) => (
            <li key={update.id}>
              <span className={styles.what}>
                <span className={styles.line}><strong>{update.status}</strong> {update.visibility === "public" ? <Tag tone="info">public</Tag> : <Tag>internal</Tag>}</span>
                {update.body === "" ? null : <span className={styles.body}>{update.body}</span>}
                <span className={styles.meta}>{update.by === null || shown.imported ? "" : `${update.by.name}, `}<ClockTime at={update.at} /> · <RelativeTime at={update.at} /></span>
              </span>
            </li>
          ))}
        </ol>
      )}
      {act === null || shown.imported ? null : <div className={styles.foot}><SmallButton onClick={() => act({ kind: "update" })}>Post an update</SmallButton></div>}
    </Panel>
  );
}

/** What caused, revealed or ended it, as people said. */
export function LinksPanel({ shown, act, entryTitles }: PanelProps & { entryTitles: ReadonlyMap<string, string> }) {
  return (
    <Panel title="Links">
      {shown.links.length === 0 ? <p className={styles.none}>Nothing is linked yet: name what caused it, or rule something out.</p> : (
        <ul className={styles.rows}>
          {shown.links.map((link) => {
            const { label, href } = linkTarget(link, entryTitles);
            return (
              <li key={link.id}>
                <span className={styles.what}>
                  <span className={styles.line}><State tone={linkTone(link.type)}>{linkWords[link.type]}</State> {href === null ? label : <Link to={href}>{label}</Link>}</span>
                  <span className={styles.meta}>{link.by.name}, {link.confidence}{link.note === "" ? "" : `: ${link.note}`} · <RelativeTime at={link.at} /></span>
                </span>
                {act === null ? null : <span className={styles.buttons}><SmallButton label={`Take away the link to ${label}`} onClick={() => act({ kind: "removeLink", link, label })}>Take away</SmallButton></span>}
              </li>
            );
          })}
        </ul>
      )}
      {act === null ? null : <div className={styles.foot}><SmallButton onClick={() => act({ kind: "link" })}>Link a record</SmallButton></div>}
    </Panel>
  );
}

function before(ms: number): string {
  return ms >= 0 ? `${duration(ms)} before the start` : `${duration(-ms)} after the start`;
}

function Change({ change, act }: { change: RelatedChange; act: PanelProps["act"] }) {
  const { deploy, reasons, score } = change;
  const undo = deploy.lane.rollbackPreview;
  const label = `${deploy.service.slug} ${deploy.version} → ${deploy.environment}`;
  const offered = act !== null && undo.allowed && undo.from?.version === deploy.version;
  return (
    <li className={styles.change}>
      <div className={styles.changeHead}>
        <span className={styles.what}>
          <span className={styles.line}><Shape tone={score >= 0.5 ? "attention" : "idle"} label={score >= 0.5 ? "Suspect" : "Less suspect"} /> <Link to={`/deploys/${encodeURIComponent(deploy.id)}`}>{label}</Link> <Tag>{Math.round(score * 100)} of 100</Tag></span>
          <span className={styles.meta}>{before(change.beforeStartMs)} · {reasons.join(", ")}</span>
        </span>
        {act === null ? null : (
          <span className={styles.buttons}>
            {offered ? <CommandButton needs="deploy.rollback" danger size="small" onClick={() => act({ kind: "rollback", service: deploy.service.slug, environment: deploy.environment })}>Roll back {deploy.service.slug} to {undo.target?.version ?? "the last known good release"}</CommandButton> : null}
            <SmallButton label={`Link ${label}`} onClick={() => act({ kind: "link", record: { kind: "deploy", id: deploy.id, label } })}>Link</SmallButton>
          </span>
        )}
      </div>
      {offered ? <p className={styles.undo}>{undo.sentence}{undo.lastDurationMs === null ? "" : ` The last one here took ${duration(undo.lastDurationMs)}.`}</p> : null}
      {deploy.commits.length === 0 ? null : <details><summary>What it changed: {counted(deploy.commits.length, "commit")}</summary><CommitList commits={deploy.commits} first={6} /></details>}
    </li>
  );
}

/** Deploys of the hours before the start, the most suspect first, each with its diff and its undo. */
export function RelatedChangesPanel({ id, act }: { id: string; act: PanelProps["act"] }) {
  const { data, error, refetch } = useRead(relatedChangesDocument, { id }, { keep: true });
  const changes = data?.incident?.relatedChanges;
  return (
    <Panel title="What changed before" meta={changes === undefined ? undefined : `${counted(changes.length, "deploy")}, most suspect first`}>
      {changes === undefined ? (error === null ? <SkeletonRows rows={2} /> : <ErrorState error={error} where="What changed before" retry={() => void refetch()} />)
        : changes.length === 0 ? <p className={styles.none}>No deploy of its services in the hours before.</p>
        : <ol>{changes.map((change) => <Change key={change.deploy.id} change={change} act={act} />)}</ol>}
    </Panel>
  );
}

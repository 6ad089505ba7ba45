import { duration } from "@ballast/schema/words";
import { Link } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { CommitList } from "../data/CommitList.tsx";
import { useRead } from "../data/read.ts";
import { counted } from "../data/words.ts";
import { Panel } from "../marks/Panel.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { ErrorState } from "../marks/States.tsx";
import { relatedChangesDocument } from "./aroundDocuments.ts";
import type { RelatedChange } from "./aroundDocuments.ts";
import styles from "./IncidentView.module.css";
import { RelatedFlags } from "./RelatedFlags.tsx";
import { before, Suspicion } from "./Suspicion.tsx";
import type { PanelProps } from "./ResponsePanels.tsx";
import { SmallButton } from "../data/SmallButton.tsx";
import { undosOf } from "./undo.ts";
import type { Undo as UndoOf } from "./undo.ts";

/** The first of the list is what going back is for; going back elsewhere is offered without the red. */
interface ChangeProps {
  change: RelatedChange;
  undo: UndoOf;
  first: boolean;
  act: PanelProps["act"];
}

function Undo({ change, undo, first, act }: ChangeProps) {
  const { deploy } = change;
  if (undo.kind === "none") return null;
  if (undo.kind === "undone") return <p className={styles.undo}>{undo.sentence}</p>;
  return (
    <div className={styles.undo}>
      <span>{undo.sentence}{undo.lastMs === null ? "" : ` The last one here took ${duration(undo.lastMs)}.`}</span>
      {act === null ? null : (
        <CommandButton
          needs="deploy.rollback"
          danger={first}
          size="small"
          onClick={() => act({ kind: "rollback", service: deploy.service.slug, environment: deploy.environment })}
        >
          Roll back {deploy.service.slug} to {undo.target}
        </CommandButton>
      )}
    </div>
  );
}

function Change({ change, undo, first, act }: ChangeProps) {
  const { deploy, reasons } = change;
  const label = `${deploy.service.slug} ${deploy.version} → ${deploy.environment}`;
  return (
    <li className={styles.change}>
      <div className={styles.changeHead}>
        <span className={styles.what}>
          <span className={styles.line}>
            <Suspicion change={change} /> <Link to={`/deploys/${encodeURIComponent(deploy.id)}`}>{label}</Link>
          </span>
          <span className={styles.meta}>
            {before(change.beforeStartMs)} · {reasons.join(", ")}
          </span>
        </span>
        {act === null || change.link !== null ? null : (
          <span className={styles.buttons}>
            <SmallButton label={`Link ${label}`} onClick={() => act({ kind: "link", record: { kind: "deploy", id: deploy.id, label } })}>
              Link
            </SmallButton>
          </span>
        )}
      </div>
      <Undo change={change} undo={undo} first={first} act={act} />
      {deploy.commits.length === 0 ? null : (
        <details>
          <summary>What it changed: {counted(deploy.commits.length, "commit")}</summary>
          <CommitList commits={deploy.commits} first={6} />
        </details>
      )}
    </li>
  );
}

/** Whose changes are looked for, and around which time. */
export interface Around {
  readonly services: readonly { readonly slug: string }[];
  /** ISO; null while nothing is known. */
  readonly startedAt: string | null;
  readonly resolvedAt: string | null;
}

const [minuteMs, dayMs] = [60_000, 86_400_000];

/** From a day before the start to the end, or to now: the changes of each service in a view of their own. */
function AllChanges({ services, startedAt, resolvedAt }: Around) {
  if (startedAt === null || services.length === 0) return null;
  const from = new Date(Date.parse(startedAt) - dayMs).toISOString();
  const until: Readonly<Record<string, string>> =
    resolvedAt === null ? { span: "24h" } : { from, to: new Date(Date.parse(resolvedAt) + minuteMs).toISOString() };
  return (
    <ul className={styles.allChanges}>
      {services.map(({ slug }) => (
        <li key={slug}>
          <Link to={`/changes?${new URLSearchParams({ service: slug, ...until }).toString()}`}>Everything that changed for {slug}</Link>
        </li>
      ))}
    </ul>
  );
}

/** Deploys of the hours before the start, the most suspect first, each with its diff and its undo. */
export function RelatedChangesPanel({ id, act, around }: { id: string; act: PanelProps["act"]; around: Around }) {
  const { data, error, refetch } = useRead(relatedChangesDocument, { id }, { keep: true });
  const changes = data?.incident?.relatedChanges;
  const flags = data?.incident?.relatedFlagChanges ?? [];
  const undos = undosOf(changes ?? []);
  return (
    <Panel
      title="What changed before"
      foot={<AllChanges {...around} />}
      meta={
        changes === undefined
          ? undefined
          : `${counted(changes.length, "deploy")}${flags.length === 0 ? "" : ` and ${counted(flags.length, "flag")}`}, most suspect first`
      }
    >
      {changes === undefined ? (
        error === null ? (
          <SkeletonRows rows={2} />
        ) : (
          <ErrorState error={error} where="What changed before" retry={() => void refetch()} />
        )
      ) : changes.length === 0 ? (
        <p className={styles.none}>No deploy of its services in the hours before{flags.length === 0 ? "." : ", but flags:"}</p>
      ) : (
        <ol>
          {changes.map((change, at) => (
            <Change key={change.deploy.id} change={change} undo={undos[at] ?? { kind: "none" }} first={at === 0} act={act} />
          ))}
        </ol>
      )}
      <RelatedFlags changes={flags} incidentId={id} act={act} />
    </Panel>
  );
}

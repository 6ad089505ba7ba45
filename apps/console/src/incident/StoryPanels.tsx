import { Link } from "react-router";
import { Panel } from "../marks/Panel.tsx";
import { State, Tag } from "../marks/State.tsx";
import { ClockTime, RelativeTime } from "../marks/Time.tsx";
import styles from "./IncidentView.module.css";
import { linkTone, linkWord } from "../response/incidentWords.ts";
import { linkTarget } from "./linkWords.ts";
import type { PanelProps } from "./ResponsePanels.tsx";
import { SmallButton } from "../data/SmallButton.tsx";

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
                <span className={styles.line}>
                  <strong>{update.status}</strong> {update.visibility === "public" ? <Tag tone="info">public</Tag> : <Tag>internal</Tag>}
                </span>
                {update.body === "" ? null : <span className={styles.body}>{update.body}</span>}
                <span className={styles.meta}>
                  {update.by === null || shown.imported ? "" : `${update.by.name}, `}
                  <ClockTime at={update.at} /> · <RelativeTime at={update.at} />
                </span>
              </span>
            </li>
          ))}
        </ol>
      )}
      {act === null || shown.imported ? null : (
        <div className={styles.foot}>
          <SmallButton onClick={() => act({ kind: "update" })}>Post an update</SmallButton>
        </div>
      )}
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
                  <span className={styles.line}>
                    <State tone={linkTone(link.type)}>{linkWord(link.type)}</State> {href === null ? label : <Link to={href}>{label}</Link>}
                  </span>
                  <span className={styles.meta}>
                    {link.by.name}, {link.confidence}
                    {link.note === "" ? "" : `: ${link.note}`} · <RelativeTime at={link.at} />
                  </span>
                </span>
                {act === null ? null : (
                  <span className={styles.buttons}>
                    <SmallButton label={`Take away the link to ${label}`} onClick={() => act({ kind: "removeLink", link, label })}>
                      Take away
                    </SmallButton>
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {act === null ? null : (
        <div className={styles.foot}>
          <SmallButton onClick={() => act({ kind: "link" })}>Link a record</SmallButton>
        </div>
      )}
    </Panel>
  );
}

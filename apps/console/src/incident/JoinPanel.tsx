import { SmallButton } from "../data/SmallButton.tsx";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import type { JoinLink } from "./incidentDocuments.ts";
import type { PanelProps } from "./ResponsePanels.tsx";
import styles from "./IncidentView.module.css";

const standing = ({ holds, revoked }: JoinLink): string => (holds ? "Holds" : revoked === null ? "Over" : "Revoked");

/** Ways in that its commanders made: whom each is for, until when it holds, and how many came by it. */
export function JoinPanel({ shown, act }: PanelProps) {
  if (shown.imported || (shown.joinLinks.length === 0 && (act === null || !shown.open))) return null;
  return (
    <Panel title="Ways in">
      {shown.joinLinks.length === 0 ? (
        <p className={styles.none}>Who commands makes an address by which somebody joins as a responder.</p>
      ) : (
        <ul className={styles.rows} aria-label="Ways in">
          {shown.joinLinks.map((link) => (
            <li key={link.id}>
              <span className={styles.what}>
                <span className={styles.line}>
                  <State tone={link.holds ? "attention" : "idle"}>{standing(link)}</State> <span>{link.note}</span>
                </span>
                <span className={styles.meta}>
                  {link.issuedBy.name}, until <RelativeTime at={link.expiresAt} /> · {link.used} came by it
                </span>
              </span>
              {act === null || !link.holds ? null : (
                <span className={styles.buttons}>
                  <SmallButton label={`Revoke the way in for ${link.note}`} onClick={() => act({ kind: "revokeJoinLink", link })}>
                    Revoke
                  </SmallButton>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {act === null || !shown.open ? null : (
        <div className={styles.foot}><SmallButton onClick={() => act({ kind: "joinLink" })}>Make a way in</SmallButton></div>
      )}
    </Panel>
  );
}

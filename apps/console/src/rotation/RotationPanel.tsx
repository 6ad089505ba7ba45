import { useState } from "react";
import { Link } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { Panel } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { Tag } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { clock, shortDate } from "../marks/time.ts";
import { RelativeTime } from "../marks/Time.tsx";
import { useZone } from "../marks/zone.ts";
import { useNow } from "../marks/now.ts";
import { SmallButton } from "../data/SmallButton.tsx";
import styles from "./OnCall.module.css";
import type { Override, Rotation, Stretch } from "./rotationDocuments.ts";
import { ChangeRotationDialog } from "./ChangeRotationDialog.tsx";
import { OverrideDialog, RemoveOverrideDialog } from "./RotationDialogs.tsx";
import { handOverWords } from "./rotationWords.ts";
import { ShiftRibbon } from "./ShiftRibbon.tsx";

type Asked = { kind: "change" } | { kind: "override" } | { kind: "remove"; override: Override };

function Overrides({ overrides, remove }: { overrides: readonly Override[]; remove: (override: Override) => void }) {
  const zone = useZone();
  const now = useNow(60_000);
  const ahead = overrides.filter(({ to }) => Date.parse(to) > now);
  const say = (iso: string): string => `${shortDate(Date.parse(iso), zone, now)} ${clock(Date.parse(iso), zone)}`;
  if (ahead.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="Stand-ins to come">
      {ahead.map((override) => (
        <li key={override.id}>
          <Person name={override.person.name} role="stands in" />
          <Quiet>
            {say(override.from)} to {say(override.to)}
            {override.reason === "" ? "" : `: ${override.reason}`}
          </Quiet>
          <span>
            <SmallButton needs="rotation.write" label={`Take ${override.person.name}'s stand-in away`} onClick={() => remove(override)}>
              Take away
            </SmallButton>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** A rotation: who answers now and next, the coming weeks, stand-ins, and its commands. */
export function RotationPanel({ rotation, window, titled = true }: { rotation: Rotation; window: Stretch; titled?: boolean }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = (): void => setAsked(null);
  return (
    <Panel
      title={titled ? <Link to={`/on-call/${encodeURIComponent(rotation.id)}`}>{rotation.name}</Link> : "Who answers"}
      meta={handOverWords(rotation.handOver, rotation.timeZone)}
    >
      <div className={styles.now}>
        <div>
          <small>Now</small>
          <Person name={rotation.onNow?.name ?? "Nobody"} />
        </div>
        <div>
          <small>
            Next
            {rotation.nextHandOverAt === null ? (
              ""
            ) : (
              <>
                , <RelativeTime at={rotation.nextHandOverAt} />
              </>
            )}
          </small>
          <Person name={rotation.next?.name} />
        </div>
        <div>
          <small>Answers for</small>
          <span>
            {rotation.services.length === 0 ? (
              <Quiet>no service yet</Quiet>
            ) : (
              rotation.services.map(({ id, slug }) => (
                <Link key={id} to={`/services/${slug}`}>
                  <Tag>{slug}</Tag>{" "}
                </Link>
              ))
            )}
          </span>
        </div>
      </div>
      <ShiftRibbon rotation={rotation} window={window} />
      <Overrides overrides={rotation.overrides} remove={(override) => setAsked({ kind: "remove", override })} />
      <div className={styles.foot}>
        <CommandButton needs="rotation.write" size="small" onClick={() => setAsked({ kind: "override" })}>
          Add a stand-in
        </CommandButton>
        <CommandButton needs="rotation.write" size="small" onClick={() => setAsked({ kind: "change" })}>
          Change {rotation.name}
        </CommandButton>
      </div>
      {asked?.kind === "change" ? <ChangeRotationDialog rotation={rotation} onClose={close} /> : null}
      {asked?.kind === "override" ? <OverrideDialog rotation={rotation} onClose={close} /> : null}
      {asked?.kind === "remove" ? <RemoveOverrideDialog rotation={rotation} override={asked.override} onClose={close} /> : null}
    </Panel>
  );
}

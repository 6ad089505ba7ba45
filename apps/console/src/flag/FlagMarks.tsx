import { age } from "@ballast/schema/words";
import { Link } from "react-router";
import { Tag } from "../marks/State.tsx";
import { Shape } from "../marks/State.tsx";
import { Quiet, Version } from "../marks/Text.tsx";
import { useNow } from "../marks/now.ts";
import { exact } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import { Avatar } from "../marks/Person.tsx";
import styles from "./Flag.module.css";
import type { FlagLine, FlagStanding } from "./flagDocuments.ts";
import { flagName } from "./flagWords.ts";
import { placeTone, shortPlace } from "./standings.ts";

/** A flag's name as it is typed, and what it is for; `owned`: and whose it is. */
export function FlagName({ flag, owned = false }: { flag: Pick<FlagLine, "name" | "environment" | "details">; owned?: boolean }) {
  return (
    <span className={styles.name}>
      <Version>{flagName(flag)}</Version>
      {flag.details === null ? null : <Quiet>{flag.details.kind}{owned ? ` of ${flag.details.owner.name}` : ""}</Quiet>}
    </span>
  );
}

/** Where a flag is open, each environment with its sign. */
export function PlacePills({ places }: { places: readonly FlagStanding[] }) {
  return (
    <span className={styles.places}>
      {places.map((place) => (
        <span key={place.id} title={`${place.environment}: ${place.sentence}`}>
          <Tag tone={placeTone(place)}><Shape tone={placeTone(place)} size={8} /> {shortPlace(place.environment)}</Tag>
        </span>
      ))}
    </span>
  );
}

/** Who changed it last, and how long ago. */
export function Turned({ by, at }: { by: string; at: string }) {
  const zone = useZone();
  const now = useNow();
  const ms = Date.parse(at);
  return (
    <span className={styles.turned}>
      <Avatar name={by} label />
      <time dateTime={at} title={exact(ms, zone)}><Quiet>{age(now - ms)}</Quiet></time>
    </span>
  );
}

/** A flag's link, in sentences. */
export const FlagLink = ({ flag, environment }: { flag: { name: string }; environment?: string }) => (
  <Link to={`/flags/${encodeURIComponent(flag.name)}${environment === undefined ? "" : `?in=${encodeURIComponent(environment)}`}`}>
    <Version>{flag.name}</Version>
  </Link>
);

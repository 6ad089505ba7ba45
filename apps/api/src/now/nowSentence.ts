import { duration } from "@ballast/schema/words";
import { count, listed } from "../words.ts";

/** What stands open or moves, as the sentence needs it. */
export interface NowFacts {
  readonly incidents: readonly {
    readonly reference: string;
    readonly severity: number | null;
    readonly hurt: readonly string[];
    readonly forMs: number;
    readonly commander: string | null;
    readonly drill: boolean;
  }[];
  /** "2026.11.9 in search production". */
  readonly moving: readonly { readonly what: string; readonly rollback: boolean; readonly stopped: boolean }[];
  /** "search production". */
  readonly held: readonly string[];
  /** Incidents whose page nobody answers, though everybody was called: "INC-12". */
  readonly unanswered: readonly string[];
  /** How many alerts of severity 1 fire that rules keep from leading to an incident. */
  readonly silenced: number;
  /** How many services there are at all. */
  readonly services: number;
}

/** What matters now, in one or two sentences. */
export function nowSentence({ incidents, moving, held, unanswered, silenced, services }: NowFacts): string {
  if (services === 0) return "Nothing is here yet: register a service, or import the history of one.";
  const real = incidents.filter(({ drill }) => !drill);
  const parts = [
    ...(unanswered.length === 0 ? [] : [`Nobody answers the page for ${listed(unanswered)}: everybody was called in vain`]),
    ...incidentPart(real),
    ...(silenced === 0 ? [] : [
      `${count(silenced, "alert")} of severity 1 ${silenced === 1 ? "fires" : "fire"} and ${silenced === 1 ? "calls" : "call"} nobody, as alert rules say`,
    ]),
    ...movingPart(moving),
    ...(held.length === 0 ? [] : [`Deploys to ${listed(held)} are held until somebody releases them`]),
  ];
  const drills = incidents.length - real.length;
  if (drills > 0) parts.push(`${count(drills, "drill")} ${drills === 1 ? "runs" : "run"}`);
  if (parts.length === 0) return "All is quiet: no open incident, nothing moving.";
  return real.length === 0 ? `No open incident. ${parts.join(". ")}.` : `${parts.join(". ")}.`;
}

function incidentPart(incidents: NowFacts["incidents"]): readonly string[] {
  const [worst] = incidents;
  if (worst === undefined) return [];
  const hurt = worst.hurt.length === 0 ? "" : ` on ${listed(worst.hurt)}`;
  const lead = worst.commander === null ? "nobody commands it yet" : `${worst.commander} commands it`;
  const one = `${worst.reference}${worst.severity === null ? "" : `, severity ${worst.severity},`}${hurt} has been open for ${duration(worst.forMs)}; ${lead}`;
  return incidents.length === 1 ? [one] : [`${incidents.length} incidents are open, the worst: ${one}`];
}

function movingPart(moving: NowFacts["moving"]): readonly string[] {
  const [first] = moving;
  if (first === undefined) return [];
  if (moving.length > 1) {
    const stopped = moving.filter((deploy) => deploy.stopped).length;
    return [`${moving.length} deploys are on their way${stopped === 0 ? "" : `, ${stopped} of them stopped`}`];
  }
  return [
    `${first.what} ${first.stopped ? "has stopped on its way and waits for a person" : first.rollback ? "is being brought back" : "is on its way"}`,
  ];
}

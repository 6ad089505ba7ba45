import { counted } from "../data/words.ts";
import type { Tone } from "../marks/tone.ts";
import type { Heartbeat } from "./heartbeatDocuments.ts";

/** Where a heartbeat stands, in a word and a tone. */
export const standings: Readonly<Record<Heartbeat["standing"], readonly [Tone, string]>> = {
  silent: ["bad", "Silent"], waiting: ["attention", "Never heard"], heard: ["good", "Heard"], off: ["idle", "Off"],
  removed: ["idle", "Removed"],
};

/** How often it is sent: "every day", "every 10 minutes". */
export const everyWords = ({ interval, unit }: Pick<Heartbeat, "interval" | "unit">): string =>
  `every ${interval === 1 ? unit.slice(0, -1) : `${interval} ${unit}`}`;

/** How long that is: "a day", "10 minutes". */
export const lengthWords = ({ interval, unit }: Pick<Heartbeat, "interval" | "unit">): string =>
  interval === 1 ? `${unit === "hours" ? "an" : "a"} ${unit.slice(0, -1)}` : `${interval} ${unit}`;

/** The worst thing first: who is silent, then who was never heard. */
export function heartbeatsSentence(all: readonly Pick<Heartbeat, "name" | "standing">[]): string {
  const of = (standing: Heartbeat["standing"]): readonly string[] => all.filter((one) => one.standing === standing).map(({ name }) => name);
  const [silent, waiting, heard] = [of("silent"), of("waiting"), of("heard")];
  if (all.length === 0) return "Nobody is waited for.";
  const parts = [
    ...(silent.length === 0 ? [] : [
      silent.length === 1 ? `${silent[0] ?? ""} is silent` : `${counted(silent.length, "heartbeat")} are silent`,
    ]),
    ...(waiting.length === 0 ? [] : [
      waiting.length === 1 ? `${waiting[0] ?? ""} was never heard` : `${counted(waiting.length, "heartbeat")} were never heard`,
    ]),
  ];
  if (parts.length === 0)
    return heard.length === 0 ? "Nobody is waited for: all are off." : `All ${heard.length} that are waited for are heard.`;
  return `${parts.join(", ")}; ${heard.length} ${heard.length === 1 ? "is" : "are"} heard.`;
}

/** What is silent stands first, then what was never heard, then the others by name. */
export const worstFirst = (all: readonly Heartbeat[]): readonly Heartbeat[] => {
  const order: readonly Heartbeat["standing"][] = ["silent", "waiting", "heard", "off", "removed"];
  return all.toSorted((one, other) => order.indexOf(one.standing) - order.indexOf(other.standing));
};

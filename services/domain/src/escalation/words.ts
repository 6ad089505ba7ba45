import type { CalledOfSchedule, EscalationStep, EscalationTarget } from "@ballast/schema";

/** Names for the sentences about a policy. */
export interface EscalationNames {
  readonly rotation: (id: string) => string;
  readonly person: (id: string) => string;
}

const who: Readonly<Record<CalledOfSchedule, (schedule: string) => string>> = {
  onCall: (schedule) => `who is on call for ${schedule}`,
  next: (schedule) => `who is next for ${schedule}`,
  everyone: (schedule) => `everyone of ${schedule}`,
};

/** Whom one target calls: `who is on call for Platform`. */
export const targetWords = (target: EscalationTarget, names: EscalationNames): string =>
  target.kind === "person"
    ? names.person(target.personId)
    : who[target.who](target.rotationId === null ? "the service" : names.rotation(target.rotationId));

/** Whom a step calls: `who is on call for Platform, and Ana Keller`. */
export function stepWords(targets: EscalationStep["targets"], names: EscalationNames): string {
  const said = targets.map((target) => targetWords(target, names));
  const last = said.at(-1) ?? "nobody";
  return said.length < 2 ? last : `${said.slice(0, -1).join(", ")} and ${last}`;
}

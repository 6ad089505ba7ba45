import { onCallAt } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { plainLayer, type DataOf } from "@ballast/schema";
import { DAY_MS } from "./author.ts";
import { cast, shops, type Login } from "./cast.ts";
import { liveService } from "./live.ts";

type Layer = DataOf<"RotationCreated">["layer"];

/** A rotation as it was from the beginning, and what it is since this Monday where that is something else. */
export interface PastRotation {
  readonly name: string;
  readonly services: readonly string[];
  readonly purpose: "responders" | "commander";
  readonly layers: readonly [first: Layer, ...then: Layer[]];
}

interface Asked {
  /** Whoever started Ballast has the checkout this week. */
  readonly me: string;
  readonly now: Date;
  /** Since when there is a rotation, ISO. */
  readonly since: string;
}

const mondayOf = (at: Date): string => new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10);
const people = (...logins: readonly Login[]): string[] => logins.map((login) => ids.person(login));

/** The three rotations. Handed over on Mondays at midnight UTC, so that the first of the list has a week from its first hour. */
export function rotationsOf({ me, now, since }: Asked): readonly PastRotation[] {
  const handOver = { every: "week", weekday: 1, at: "00:00" } as const;
  const [monday, first] = [mondayOf(now), mondayOf(new Date(since))];
  const layerOf = (name: string) => (of: string[], from: string = since, startsOn: string = first): Layer =>
    ({ ...plainLayer, layerId: ids.rotation(name), effectiveFrom: from, timeZone: "UTC", handOver, people: of, startsOn });
  const checkout = layerOf("Checkout");
  const shopSlugs = shops.map(({ slug }) => slug);
  return [
    {
      name: "Checkout", services: [liveService], purpose: "responders",
      layers: [checkout(people("ana", "jo")), checkout([me, ...people("ana", "jo")], `${monday}T00:00:00.000Z`, monday)],
    },
    { name: "Platform", services: shopSlugs, purpose: "responders", layers: [layerOf("Platform")(people("kim", "sam", "ana"))] },
    {
      name: "Commanders", services: [liveService, ...shopSlugs], purpose: "commander",
      layers: [layerOf("Commanders")(people("mira", "ana"))],
    },
  ];
}

/** Who of the sample company had the turn then. @throws where nobody had, or whoever started Ballast */
export function turnOf({ layers }: PastRotation, at: string): Login {
  const personId = onCallAt({ layers, overrides: [], left: new Map() }, at);
  const character = cast.find(({ login }) => ids.person(login) === personId);
  if (character === undefined) throw new Error(`nobody of the sample company had the turn at ${at}`);
  return character.login;
}

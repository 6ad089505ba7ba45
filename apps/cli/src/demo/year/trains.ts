import type { Commit } from "@ballast/schema";
import { after, DAY_MS } from "../author.ts";
import { byDay, type Login } from "../cast.ts";
import { commitsFor, DEPLOY_SECONDS, engineers, hash } from "../pastReleases.ts";
import { diceOf, type Dice } from "./dice.ts";

/** One release on its way through staging to production. */
export interface Train {
  readonly slug: string;
  readonly version: string;
  readonly index: number;
  readonly releasedAt: string;
  readonly stagingAt: string;
  readonly productionAt: string;
  /** Its smoke test failed in production: nobody was served by it. */
  readonly failed: boolean;
  /** It hurt customers: an incident follows. */
  readonly bad: boolean;
  /** The version whose fault it takes back; null of every usual one. */
  readonly mends: string | null;
  readonly by: Login;
  readonly commits: readonly Commit[];
}

/** A line of releases of one service. */
export interface Line {
  readonly slug: string;
  /** How many in the year. */
  readonly count: number;
  readonly version: (index: number, at: string) => string;
  /** The last one is so many days old at least. */
  readonly untilDaysAgo: number;
}

/** Every service of the sample company, as it released before the last weeks. Numbers go on there. */
export const lines: readonly Line[] = [
  { slug: "checkout", count: 88, version: (index) => `0.${String(index + 1)}`, untilDaysAgo: 11 },
  { slug: "search", count: 104, version: (_, at) => byDay(at), untilDaysAgo: 44 },
  { slug: "billing", count: 80, version: (index) => String(1_090 + index), untilDaysAgo: 44 },
  { slug: "identity", count: 58, version: (index) => String(347 + index), untilDaysAgo: 44 },
  { slug: "mail", count: 30, version: (index) => String(40 + index), untilDaysAgo: 44 },
  { slug: "gateway", count: 44, version: (index) => `8.${String(index)}.0`, untilDaysAgo: 44 },
];

/** The sample company is known for so many days. */
export const YEAR_DAYS = 364;

const isWeekend = (at: Date): boolean => at.getUTCDay() % 6 === 0;

/** The releases of one service, oldest first: on working days, one after the other, and after a bad one the one that mends it. */
export function trainsOf({ slug, count, version, untilDaysAgo }: Line, now: Date): readonly Train[] {
  const dice = diceOf(`releases of ${slug}`);
  const midnight = now.getTime() - (now.getTime() % DAY_MS);
  const every = (YEAR_DAYS - untilDaysAgo) / count;
  const trains: Train[] = [];
  let last = -1;
  for (let index = 0; index < count; index += 1) {
    const day = dayOf(midnight, Math.max(last + 1, Math.floor(every * (index + 0.5 * dice.throw()))));
    if (YEAR_DAYS - day < untilDaysAgo) break;
    last = day;
    const releasedAt = new Date(midnight - (YEAR_DAYS - day) * DAY_MS + dice.whole(7 * 60, 14 * 60) * 60_000).toISOString();
    const train = trainAt({ slug, version: version(index, releasedAt), index, releasedAt }, dice, index > 0);
    trains.push(train, ...(train.bad ? [mending(train, dice)] : []));
  }
  return trains;
}

/** The day itself, or the Monday after it. */
function dayOf(midnight: number, day: number): number {
  const at = (which: number): Date => new Date(midnight - (YEAR_DAYS - which) * DAY_MS);
  return isWeekend(at(day)) ? dayOf(midnight, day + 1) : day;
}

function trainAt(given: Pick<Train, "slug" | "version" | "index" | "releasedAt">, dice: Dice, mayFail: boolean): Train {
  const { slug, version, releasedAt } = given;
  const stagingAt = after(releasedAt, 60 * dice.whole(6, 20));
  const productionAt = after(stagingAt, 60 * dice.whole(45, 150));
  const [failed, bad] = [mayFail && dice.chance(0.06), mayFail && dice.chance(0.035)];
  return {
    ...given, stagingAt, productionAt, failed: failed && !bad, bad, mends: null, by: dice.pick(engineers),
    commits: commitsFor(`${slug} ${version}`, releasedAt, dice.whole(2, 6)),
  };
}

/** The release that takes back what the one before it broke, half an hour or so later. */
function mending({ slug, version, index, productionAt, by, commits }: Train, dice: Dice): Train {
  const releasedAt = after(productionAt, DEPLOY_SECONDS + 60 * dice.whole(18, 34));
  const fault = commits.at(-1);
  const [stagingAt, next] = [after(releasedAt, 30), `${version}${slug === "gateway" ? "-1" : ".1"}`];
  return {
    slug, version: next, index, releasedAt, stagingAt, productionAt: after(stagingAt, DEPLOY_SECONDS + 60), failed: false, bad: false,
    mends: version, by,
    commits: [
      {
        sha: hash(`mends ${slug} ${version}`).slice(0, 40), authorAt: after(releasedAt, -420), author: fault?.author ?? "", merge: false,
        subject: `Revert "${fault?.subject ?? ""}"`, reverts: fault === undefined ? [] : [fault.sha],
      },
    ],
  };
}

/** When everybody was served by it, ISO. */
export const liveAt = ({ productionAt }: Pick<Train, "productionAt">): string => after(productionAt, DEPLOY_SECONDS);

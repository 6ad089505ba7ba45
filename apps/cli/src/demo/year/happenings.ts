import { after, DAY_MS } from "../author.ts";
import { cast, type Login } from "../cast.ts";
import { pastDeployId } from "../pastReleases.ts";
import type { Beat, IncidentStory } from "../pastIncidents.ts";
import { turnOf, type PastRotation } from "../rotations.ts";
import { diceOf, type Dice } from "./dice.ts";
import { families, type Family, type Span } from "./families.ts";
import { liveAt, type Train } from "./trains.ts";

/** An incident of the year: what is told of it, and what it came of. */
export interface Happening {
  /** Names it in the story. */
  readonly name: string;
  readonly family: Family;
  readonly at: string;
  readonly story: IncidentStory;
  /** When it was over, ISO. */
  readonly endsAt: string;
  /** The release that brought it. */
  readonly cause: Train | null;
}

interface Known {
  readonly now: Date;
  readonly trains: readonly Train[];
  readonly rotations: readonly PastRotation[];
}

/** No two of one service are so near each other, ms. */
const APART_MS = 8 * 60 * 60_000;

/** Every incident of the year, oldest first; none of a service while another one of it is fresh. */
export function happeningsOf(known: Known): readonly Happening[] {
  const all = families.flatMap((family) => (family.every === null ? broughtBy(family, known) : inTime(family, family.every, known)));
  const sorted = all.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return sorted.filter(({ at, story: { service }, cause }, index) =>
    cause !== null
    || !sorted.some((other, place) =>
      place !== index && other.story.service === service && (other.cause !== null || place < index)
      && Math.abs(Date.parse(other.at) - Date.parse(at)) < APART_MS));
}

const inSpan = (dice: Dice, [from, to]: Span): number => dice.whole(from, to);

/** Of a kind that comes again and again by itself. */
function inTime(family: Family, every: Span, known: Known): readonly Happening[] {
  const dice = diceOf(`incidents of ${family.key}`);
  const midnight = known.now.getTime() - (known.now.getTime() % DAY_MS);
  const happenings: Happening[] = [];
  for (let daysAgo = family.days[0] - dice.whole(0, 12); daysAgo >= family.days[1]; daysAgo -= inSpan(dice, every)) {
    const at = new Date(midnight - daysAgo * DAY_MS + dice.whole(30, 1_380) * 60_000 + dice.whole(0, 59) * 1_000).toISOString();
    const shortened = family.after !== undefined && daysAgo < family.after.daysAgo;
    const mend = inSpan(dice, shortened ? family.after.mend : family.mend);
    happenings.push(
      happening({ family, at, detect: inSpan(dice, family.detect), mend, dice, cause: null, service: family.service }, known)
    );
  }
  return happenings;
}

/** Each bad release has its own, a minute after everybody was served by it, until the next one takes it back. */
function broughtBy(family: Family, known: Known): readonly Happening[] {
  return known.trains.filter(({ bad }) => bad).flatMap((cause) => {
    const mends = known.trains.find(({ slug, mends: version }) => slug === cause.slug && version === cause.version);
    if (mends === undefined) return [];
    const dice = diceOf(`incident of ${cause.slug} ${cause.version}`);
    const detect = inSpan(dice, family.detect);
    const at = after(liveAt(cause), 60 * (1 + detect));
    const mend = Math.ceil((Date.parse(liveAt(mends)) - Date.parse(at)) / 60_000) + 1;
    return [happening({ family, at, detect, mend, dice, cause, mends, service: cause.slug }, known)];
  });
}

interface Begun {
  readonly family: Family;
  readonly service: string;
  readonly at: string;
  /** Minutes. */
  readonly detect: number;
  readonly mend: number;
  readonly dice: Dice;
  readonly cause: Train | null;
  readonly mends?: Train;
}

function happening(begun: Begun, { rotations }: Known): Happening {
  const { family, service, at, detect, mend, dice, cause } = begun;
  const rotation = rotations.find(({ purpose, services }) => purpose === "responders" && services.includes(service));
  const commanders = rotations.find(({ purpose }) => purpose === "commander");
  if (rotation === undefined || commanders === undefined) throw new Error(`nobody answers for ${service}`);
  const onCall = turnOf(rotation, at);
  const commander = family.severity <= 2 ? turnOf(commanders, at) : onCall;
  const title = dice.pick(family.titles).replace("{version}", `${service} ${cause?.version ?? ""}`);
  const beats = beatsOf({ ...begun, onCall, commander });
  const lasts = beats.at(-1)?.[0] ?? mend;
  return {
    name: `${service}/${title}/${at.slice(0, 10)}`, family, at, cause, endsAt: after(at, 60 * lasts + beats.length),
    story: {
      title, summary: family.summary, service, severity: family.severity, impact: family.impact, detectedAfter: detect,
      acknowledgedAfter: dice.whole(
        25, family.severity <= 2 ? 170 : 280,
      ), onCall, rotation: rotation.name, share: inSpan(dice, family.share),
      beats, review: family.severity <= 3 ? family.learned : null,
      ...(family.severity <= 3 ? {} : { unreviewed: "hardly anybody was hurt" }),
      ...(family.alert === null ? {} : { alert: { name: family.alert, summary: `${title}.`, clearsAfter: mend + 2 } }),
    },
  };
}

interface Answered extends Begun {
  readonly onCall: Login;
  readonly commander: Login;
}

/** The story from the call to the end. Minutes count from the declaration. */
function beatsOf({ family, cause, mends, mend, dice, onCall, commander }: Answered): readonly Beat[] {
  const grave = family.severity <= 2;
  const other = dice.pick(cast.map(({ login }) => login).filter((login) => login !== onCall && login !== commander));
  const speaker: Login = grave && commander !== "mira" ? "mira" : commander;
  const begun = Math.min(5, Math.max(3, Math.floor(mend / 5)));
  const found = Math.max(begun, Math.floor(mend / 3));
  const release: Beat[] =
    cause === null ? [] : [[found, onCall, { link: { type: "caused", kind: "deploy", recordId: inProduction(cause), note: "" } }]];
  const mended: Beat[] =
    mends === undefined ? [] : [[mend, onCall, { link: { type: "mitigated", kind: "deploy", recordId: inProduction(mends), note: "" } }]];
  const quiet = mend + dice.whole(12, grave ? 45 : 30);
  const said: Beat[] = grave
    ? [
        [2, speaker, { role: "communications" }],
        [3, speaker, { update: family.told[0], status: "Investigating", public: true }],
      ]
    : [];
  const over: Beat[] = grave ? [[quiet, speaker, { update: family.told[1], status: "Resolved", public: true }]] : [];
  return [
    [grave ? 2 : 1, commander, { role: "commander" }],
    [2, onCall, { role: "responder" }],
    [2, onCall, { state: "investigating", reason: family.looking }],
    ...said,
    ...family.found.map((note, index): Beat => [begun + index, index === 0 ? onCall : other, { note, pinned: index === 0 }]),
    ...release,
    [found, onCall, { state: "fixing", reason: family.mending }],
    ...mended,
    [mend, onCall, { mitigated: family.mended }],
    [mend + 1, onCall, { state: "monitoring", reason: family.mended }],
    [quiet, commander, { state: "resolved", reason: `quiet for ${String(quiet - mend)} minutes` }],
    ...over,
  ].toSorted(([one], [another]) => Number(one) - Number(another)) as readonly Beat[];
}

const inProduction = ({ slug, version }: Train): string => pastDeployId({ slug, version, environment: "production" });

import { counterDecider } from "@ballast/domain";
import { actionDecider, type ActionCommand } from "@ballast/domain/action";
import { idOf, ids } from "@ballast/eventlog";
import type { ActionKind } from "@ballast/schema";
import { after, DAY_MS, type Author } from "../author.ts";
import { actor, cast, type Login } from "../cast.ts";
import { pastIncidentId, REVIEWED_AFTER_SECONDS } from "../tellIncident.ts";
import { diceOf, type Dice } from "./dice.ts";
import type { Family } from "./families.ts";
import type { Happening } from "./happenings.ts";
import { register } from "./register.ts";
import { yearRiskId } from "./tellRisks.ts";

/** An action with its way, moments in ISO, days as 2026-11-30. */
interface YearAction {
  readonly name: string;
  readonly title: string;
  readonly kind: ActionKind;
  readonly owner: Login | null;
  readonly at: string;
  readonly due: string | null;
  readonly slips: readonly { readonly at: string; readonly to: string; readonly reason: string }[];
  readonly finishedAt: string | null;
  readonly verifiedAt: string | null;
  readonly dropped: { readonly at: string; readonly reason: string } | null;
  readonly incident: string | null;
  readonly risk: string | null;
}

const dayOf = (at: string): string => at.slice(0, 10);
const daysAfter = (at: string, days: number): string => new Date(Date.parse(at) + days * DAY_MS).toISOString();

const reasons = [
  "the incident before it took the week", "it waits for a release of another team", "bigger than it looked",
  "nobody may change it in the week of the sale",
  "holidays", "the test system was away",
];

/** So many at most are late today: a company where everything is late has other troubles. */
const LATE = 1;

/** What came of the year's incidents: most was done, some late, and some is still to be done. */
export function actionsOf(happenings: readonly Happening[], now: Date): readonly YearAction[] {
  const made = [...Map.groupBy(happenings.filter(({ story }) => story.review !== null), ({ family }) => family).values()]
    .flatMap((ofFamily) => ofFamily.flatMap((happening, place) => cameOf(happening, place, now)))
    .filter(({ at }) => Date.parse(at) < now.getTime());
  const today = dayOf(now.toISOString());
  const late = made.filter(
    ({ finishedAt, dropped, due, slips }) => finishedAt === null && dropped === null && (slips.at(-1)?.to ?? due ?? "") < today
  );
  const moved = new Set(late.slice(0, -LATE));
  const moveAt = daysAfter(now.toISOString(), -3);
  return made
    .map((action, index): YearAction =>
      moved.has(action)
        ? {
          ...action,
          slips: [
            ...action.slips,
            { at: moveAt, to: dayOf(daysAfter(now.toISOString(), 6 + (index % 20))), reason: "said anew in the program meeting" },
          ],
        }
        : action)
    .concat(byHand(now))
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** Of each the next one that was thought of, or two where it was grave. */
function cameOf(happening: Happening, place: number, now: Date): readonly YearAction[] {
  const { family } = happening;
  const two = family.actions.length > 4 ? 1 : 2;
  return family.actions.slice(place * two, place * two + two).map((action) => actionOf(happening, action, now));
}

function actionOf({ name, at: declared, family }: Happening, { title, owner, long }: Family["actions"][number], now: Date): YearAction {
  const kind = long === true ? "longTerm" : "shortTerm";
  const dice = diceOf(`action ${title} ${name}`);
  const at = after(declared, REVIEWED_AFTER_SECONDS + 1_200);
  const due = daysAfter(at, kind === "shortTerm" ? 14 : dice.whole(45, 75));
  const { slips, last } = slipsOf(due, dice);
  const finishedAt = after(daysAfter(last, -dice.whole(0, 6)), 3_600 * dice.whole(1, 6));
  const over = Date.parse(finishedAt) < now.getTime() - DAY_MS;
  const verifiedAt = after(daysAfter(finishedAt, dice.whole(1, 4)), 600);
  const dropped = dice.chance(0.06) && Date.parse(due) < now.getTime() - 30 * DAY_MS;
  const known = register.find(({ key }) => key === family.key);
  const nowIso = now.toISOString();
  return {
    name: `${title} ${name}`, title, kind, owner, at, due: dayOf(due),
    slips: dropped ? [] : slips.filter((slip) => slip.at < nowIso && (!over || slip.at < finishedAt)),
    finishedAt: over && !dropped ? finishedAt : null,
    verifiedAt: over && !dropped && verifiedAt < nowIso ? verifiedAt : null,
    dropped: dropped ? { at: daysAfter(due, -1), reason: "the change after it made it unnecessary" } : null,
    incident: name, risk: known === undefined ? null : known.key,
  };
}

/** Every second is done in time; the others were promised anew, once or twice, a day or two before their day. */
function slipsOf(due: string, dice: Dice): { readonly slips: YearAction["slips"]; readonly last: string } {
  const slips: { at: string; to: string; reason: string }[] = [];
  let last = due;
  for (let left = dice.pick([0, 0, 0, 1, 1, 2]); left > 0; left -= 1) {
    const at = daysAfter(last, -dice.whole(1, 2));
    last = daysAfter(last, dice.whole(8, 24));
    slips.push({ at, to: dayOf(last), reason: dice.pick(reasons) });
  }
  return { slips, last };
}

type Plain = Pick<YearAction, "title" | "owner" | "incident"> & Partial<YearAction> & {
  readonly daysAgo: number; readonly dueIn: number | null,
};

/** What came of the last weeks, and what somebody thought of without an incident: one has nobody yet, one is late. */
function byHand(now: Date): readonly YearAction[] {
  const at = (days: number): string => daysAfter(now.toISOString(), days);
  const plain = ({ daysAgo, dueIn, ...said }: Plain): YearAction => ({
    name: said.title, kind: "shortTerm", slips: [], finishedAt: null, verifiedAt: null, dropped: null, risk: null, at: at(-daysAgo),
    due: dueIn === null ? null : dayOf(at(dueIn)), ...said,
  });
  const moved = (days: number, to: number, reason: string): YearAction["slips"] => [{ at: at(days), to: dayOf(at(to)), reason }];
  const done = (finished: number, verified: number | null) =>
    ({ finishedAt: at(finished), verifiedAt: verified === null ? null : at(verified) }) as const;
  return [
    plain({
      title: "Take the limits of each bank from its contract", owner: "ana", incident: "Checkout refuses some cards", daysAgo: 35,
      dueIn: -21, risk: "provider", ...done(-22, -20),
    }),
    plain({
      title: "Ask each bank once a day how long it takes", owner: "jo", incident: "Checkout refuses some cards", daysAgo: 35, dueIn: 9,
      kind: "longTerm", risk: "provider",
    }),
    plain({
      title: "Hold a release back while the cache is cold", owner: "sam", incident: "Search answers slowly", daysAgo: 28, dueIn: -7,
      risk: "cache", slips: moved(-9, 5, "the loader of the cache came first"),
    }),
    plain({
      title: "Page when a certificate has three weeks left", owner: "kim", incident: "Sign-in fails for everybody", daysAgo: 23, dueIn: -9,
      risk: "certificate", ...done(-10, -8),
    }),
    plain({
      title: "Let sessions live on for ten minutes without their store", owner: "kim", incident: "Sign-in fails for everybody", daysAgo: 23,
      dueIn: 32, kind: "longTerm",
    }),
    plain({
      title: "Try rounding across lines in the tests", owner: "jo", incident: "Invoices show the wrong tax", daysAgo: 9, dueIn: 2,
      risk: "release",
    }),
    plain({
      title: "Compare each invoice with the old rounding for a month", owner: "jo", incident: "Invoices show the wrong tax", daysAgo: 9,
      dueIn: 21, kind: "longTerm", risk: "release",
    }),
    plain({
      title: "Compare the size of every node at its start", owner: "sam", incident: "Gateway drops connections in eu-west", daysAgo: 3,
      dueIn: 6, risk: "peak", ...done(-1, null),
    }),
    plain({
      title: "Rehearse the loss of the region with everybody", owner: "mira", incident: null, daysAgo: 50, dueIn: 31, kind: "longTerm",
      risk: "region",
    }),
    plain({
      title: "Replace the logging library in mail", owner: "sam", incident: null, daysAgo: 70, dueIn: -20, kind: "longTerm",
      risk: "library", slips: moved(-22, 12, "its filters are missing in the successor"),
    }),
    plain({ title: "Write down what to do when refunds go out twice", owner: "jo", incident: null, daysAgo: 26, dueIn: -4 }),
    plain({ title: "Say in the handbook who speaks to customers at night", owner: null, incident: null, daysAgo: 9, dueIn: null }),
  ];
}

/** Tells them. */
export async function tellActions(author: Author, actions: readonly YearAction[]): Promise<void> {
  for (const [index, action] of actions.entries()) await tellAction(author, action, index + 1);
}

async function tellAction(author: Author, action: YearAction, number: number): Promise<void> {
  const { name, title, kind, owner, at, due, slips, finishedAt, verifiedAt, dropped, incident, risk } = action;
  const actionId = idOf(actionDecider, ids.command("demonstration", "action", name));
  const who = owner ?? "mira";
  const say = (when: string, by: Login, command: ActionCommand): Promise<void> =>
    author.write({ aggregate: actionDecider, id: actionId, at: when, by: actor(by), command });
  await author.write({
    aggregate: counterDecider, id: "actions", at, by: actor("mira"), command: { type: "TakeNumber", now: at, forId: actionId },
  });
  await say(at, "mira", {
    type: "RegisterAction", now: at, actionId, number, kind, title, text: "", ownerId: owner === null ? null : ids.person(owner),
    links: [], riskId: risk === null ? null : yearRiskId(risk), dueOn: due,
    source: incident === null ? null : { kind: "incident", recordId: pastIncidentId(incident) },
  });
  for (const slip of slips)
    await say(slip.at, who, { type: "PromiseActionDue", now: slip.at, actionId, dueOn: slip.to, reason: slip.reason });
  if (finishedAt !== null)
    await say(finishedAt, who, { type: "FinishAction", now: finishedAt, actionId, finishedBy: ids.person(who), finishedAt, note: "" });
  const verifier = cast.map(({ login }) => login).find((login) => login !== who && login !== "mira") ?? "mira";
  if (verifiedAt !== null)
    await say(verifiedAt, verifier, { type: "VerifyAction", now: verifiedAt, actionId, verifierId: ids.person(verifier), note: "seen" });
  if (dropped !== null) await say(dropped.at, "mira", { type: "DropAction", now: dropped.at, actionId, reason: dropped.reason });
}

import { setImmediate as turn } from "node:timers/promises";
import { execute, getOperationAST, Kind, type DocumentNode, type ExecutionArgs, type ExecutionResult } from "graphql";
import type { Principal } from "../auth/principal.ts";
import type { ApiContext } from "../graphql/context.ts";
import { openScope, type Scope } from "../graphql/scope.ts";
import { nowView, type NowView } from "./nowType.ts";
import type { SharedSubscription } from "../graphql/subscriptions.ts";
import { told } from "../subscriptions/told.ts";

/** The view speaks of how long things last: what was read is not kept for longer, ms. */
const keptMs = 1_000;
const everyMs = 500;

/** A view that was read, and how often it was asked for whom it is. */
interface ReadView {
  readonly view: NowView;
  readonly context: ApiContext;
  readonly askedWho: () => number;
}

interface SharedResult {
  readonly personId: string;
  readonly result: Promise<ExecutionResult>;
}

/** What was read and answered at one position of the log. */
interface Moment {
  readonly position: string;
  readonly readAtMs: number;
  readonly sights: Map<string, string>;
  readonly views: Map<string, ReadView>;
  readonly results: Map<DocumentNode, Map<string, SharedResult>>;
}

const moments = new WeakMap<ApiContext["readModel"], Moment>();
/** Documents whose answers were found to depend on who asks: those are shared among one person's windows only. */
const personal = new WeakSet<DocumentNode>();

function momentNow({ readModel, now }: ApiContext): Moment {
  const { position } = readModel.status();
  const at = now().getTime();
  const before = moments.get(readModel);
  if (before?.position === position && at - before.readAtMs < keptMs) return before;
  const moment = {
    position, readAtMs: at, sights: new Map<string, string>(), views: new Map<string, ReadView>(),
    results: new Map<DocumentNode, Map<string, SharedResult>>(),
  };
  moments.set(readModel, moment);
  return moment;
}

/** Everything in which the view of two people may differ: their rights, what is hidden from them, and what waits for them. */
function sightOf({ principal, viewer, context: { readModel } }: Scope, { sights }: Moment): string {
  const { person, roles, serviceIds } = principal;
  const who = JSON.stringify([person.id, roles, serviceIds]);
  const inbox = (): readonly string[] => readModel.pages.all({ open: true, personId: person.id, viewer }).map(({ id }) => id);
  const sight =
    sights.get(who)
    ?? JSON.stringify([roles.toSorted(), serviceIds, viewer === "all" ? "all" : readModel.incidents.hiddenFrom(viewer), inbox()]);
  sights.set(who, sight);
  return sight;
}

/** Reads the view for somebody, and notices from then on when it is asked who that is. */
function readFor(context: ApiContext, principal: Principal): ReadView {
  let asked = 0;
  const watched: Principal = {
    ...principal,
    get person() {
      asked += 1;
      return principal.person;
    },
  };
  const own = { ...context, principal: watched };
  return { view: nowView(openScope(own)), context: own, askedWho: () => asked };
}

/** The answer to a document for everybody who sees the same: worked out once for each change, however many windows show it. */
async function answerFor(args: ExecutionArgs, context: ApiContext): Promise<ExecutionResult> {
  const { document, operationName, variableValues } = args;
  const moment = momentNow(context);
  const scope = openScope(context);
  const personId = scope.principal.person.id;
  const sight = sightOf(scope, moment);
  const results = moment.results.get(document) ?? new Map<string, SharedResult>();
  moment.results.set(document, results);
  const keyOf = (own: boolean): string => JSON.stringify([operationName, variableValues, sight, own ? personId : null]);
  const shared = (own: boolean): SharedResult => {
    const key = keyOf(own);
    const known = results.get(key) ?? {
      personId, result: workOut(args, own ? readFor(context, scope.principal) : viewFor(context, scope.principal, { moment, sight })),
    };
    results.set(key, known);
    return known;
  };
  const found = shared(personal.has(document));
  const result = await found.result;
  return personal.has(document) && found.personId !== personId ? shared(true).result : result;
}

function viewFor(context: ApiContext, principal: Principal, { moment, sight }: { moment: Moment; sight: string }): ReadView {
  const view = moment.views.get(sight) ?? readFor(context, principal);
  moment.views.set(sight, view);
  return view;
}

async function workOut(args: ExecutionArgs, { view, context, askedWho }: ReadView): Promise<ExecutionResult> {
  const before = askedWho();
  const result = await execute({ ...args, rootValue: view, contextValue: context });
  if (askedWho() !== before) personal.add(args.document);
  return result;
}

/** Whether this asks for the first view as it changes, and for nothing else. */
export function asksForNow({ document, operationName }: Pick<ExecutionArgs, "document" | "operationName">): boolean {
  const operation = getOperationAST(document, operationName);
  const [field, ...others] = operation?.selectionSet.selections ?? [];
  return (
    operation?.operation === "subscription"
    && others.length === 0
    && field?.kind === Kind.FIELD
    && field.name.value === "nowChanged"
    && (field.directives ?? []).length === 0
  );
}

/**
 * The first view over a socket, at once and whenever something happens, at most twice a second. Whoever changed
 * something gets their answer first: windows are told in a turn of their own.
 */
export function sharedNow(args: ExecutionArgs, context: ApiContext): AsyncIterableIterator<ExecutionResult> {
  openScope(context);
  const ring = told({ readModel: context.readModel, touches: () => true, read: () => [true], atOnce: true, everyMs });
  return {
    async next() {
      const { done } = await ring.next();
      if (done === true) return { done: true, value: undefined };
      await turn();
      return { done: false, value: await answerFor(args, context) };
    },
    async return() {
      await ring.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** The first view over sockets, for all slices' sake: `graphql/subscriptions.ts` knows none. */
export const sharedView: SharedSubscription = { isAskedBy: asksForNow, answers: sharedNow };

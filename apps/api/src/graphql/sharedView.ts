import { setImmediate as turn } from "node:timers/promises";
import {
  execute, getArgumentValues, getOperationAST, getVariableValues, Kind,
  type DocumentNode, type ExecutionArgs, type ExecutionResult, type FieldNode,
} from "graphql";
import type { RecordedEvent } from "@ballast/eventlog";
import { own } from "@ballast/schema";
import type { Principal } from "../auth/principal.ts";
import type { ApiContext } from "./context.ts";
import { openScope, type Scope } from "./scope.ts";
import type { SharedSubscription } from "./subscriptions.ts";
import { told } from "../subscriptions/told.ts";

/** Views speak of how long things last: what was read is not kept for longer, ms. */
const keptMs = 1_000;

type Values = Readonly<Record<string, unknown>>;

/** A subscription to one view that many look at. Its resolver answers the view that it is given. */
export interface SharedView<View extends object> {
  /** Its field, as `nowChanged`. */
  readonly field: string;
  /** Reads no more often than this, ms. */
  readonly everyMs: number;
  /** Which events give reason to read again. @throws Rejection for who may not, or asks for what is not there */
  readonly touches: (context: ApiContext, args: Values) => (recorded: RecordedEvent) => boolean;
  /** What there is to tell somebody now; null: nothing. */
  readonly read: (scope: Scope, args: Values) => View | null;
  /** Everything but rights and services in which the views of two people may differ, given the private incidents hidden from one. */
  readonly sight: (scope: Scope, hidden: readonly string[]) => unknown;
}

/** Of a view about records: two from whom nothing is hidden see the same; whoever else, sees what only they are known to. */
export const sightOfRecords: SharedView<object>["sight"] = ({ principal }, hidden) => (hidden.length === 0 ? null : principal.person.id);

/** What was read, and how often it was asked for whom it is. */
interface ReadView {
  readonly view: object | null;
  readonly context: ApiContext;
  readonly askedWho: () => number;
}

interface SharedResult {
  readonly personId: string;
  readonly result: Promise<ExecutionResult | null>;
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

/** A view that somebody asks for. */
interface Asked {
  readonly of: SharedView<object>;
  readonly values: Values;
  readonly args: ExecutionArgs;
}

/** Everything in which the view of two people may differ. */
function sightOf(scope: Scope, { of: { field, sight }, values }: Asked, { sights }: Moment): string {
  const { principal: { person, roles, serviceIds }, viewer, context: { readModel } } = scope;
  const who = JSON.stringify([field, values, person.id, roles, serviceIds]);
  const hidden = viewer === "all" ? [] : readModel.incidents.hiddenFrom(viewer);
  const seen = sights.get(who) ?? JSON.stringify([field, values, roles.toSorted(), serviceIds, viewer === "all", sight(scope, hidden)]);
  sights.set(who, seen);
  return seen;
}

/** Reads the view for somebody, and notices from then on when it is asked who that is. */
function readFor(context: ApiContext, principal: Principal, { of, values }: Asked): ReadView {
  let asked = 0;
  const watched: Principal = {
    ...principal,
    get person() {
      asked += 1;
      return principal.person;
    },
  };
  const theirs = { ...context, principal: watched };
  return { view: of.read(openScope(theirs), values), context: theirs, askedWho: () => asked };
}

/** The answer to a document for everybody who sees the same: worked out once for each change, however many windows show it. */
async function answerFor(asked: Asked, context: ApiContext): Promise<ExecutionResult | null> {
  const { document, operationName, variableValues } = asked.args;
  const moment = momentNow(context);
  const scope = openScope(context);
  const personId = scope.principal.person.id;
  const sight = sightOf(scope, asked, moment);
  const results = moment.results.get(document) ?? new Map<string, SharedResult>();
  moment.results.set(document, results);
  const keyOf = (alone: boolean): string => JSON.stringify([operationName, variableValues, sight, alone ? personId : null]);
  const read = (alone: boolean): ReadView => {
    const view = (alone ? undefined : moment.views.get(sight)) ?? readFor(context, scope.principal, asked);
    if (!alone) moment.views.set(sight, view);
    return view;
  };
  const shared = (alone: boolean): SharedResult => {
    const key = keyOf(alone);
    const known = results.get(key) ?? { personId, result: workOut(asked.args, read(alone)) };
    results.set(key, known);
    return known;
  };
  const found = shared(personal.has(document));
  const result = await found.result;
  return personal.has(document) && found.personId !== personId ? shared(true).result : result;
}

async function workOut(args: ExecutionArgs, { view, context, askedWho }: ReadView): Promise<ExecutionResult | null> {
  if (view === null) return null;
  const before = askedWho();
  const result = await execute({ ...args, rootValue: view, contextValue: context });
  if (askedWho() !== before) personal.add(args.document);
  return result;
}

/** The only field of a subscription, where nothing says when it is to be left out. */
function fieldOf({ document, operationName }: Pick<ExecutionArgs, "document" | "operationName">): FieldNode | null {
  const operation = getOperationAST(document, operationName);
  const [field, ...others] = operation?.selectionSet.selections ?? [];
  const alone = operation?.operation === "subscription" && others.length === 0 && field?.kind === Kind.FIELD;
  return alone && (field.directives ?? []).length === 0 ? field : null;
}

/** What the field is asked with; null where the variables do not fit, as the ordinary way says. */
function valuesOf({ schema, document, operationName, variableValues }: ExecutionArgs, field: FieldNode): Values | null {
  const definition = own(schema.getSubscriptionType()?.getFields() ?? {}, field.name.value);
  const variables = getVariableValues(schema, getOperationAST(document, operationName)?.variableDefinitions ?? [], variableValues ?? {});
  return definition === undefined || variables.coerced === undefined ? null : getArgumentValues(definition, field, variables.coerced);
}

/** What this asks of a view, and of nothing else; null where it is another's. */
function askedOf(of: SharedView<object>, args: ExecutionArgs): Asked | null {
  const field = fieldOf(args);
  const values = field?.name.value === of.field ? valuesOf(args, field) : null;
  return values === null ? null : { of, values, args };
}

/**
 * A view over a socket, at once and whenever something about it happens, worked out once for each change and for all who see the same.
 * Whoever changed something gets their answer first: windows are told in a turn of their own.
 */
export function sharedView<View extends object>(of: SharedView<View>): SharedSubscription {
  return {
    answers(args, context) {
      const asked = askedOf(of, args);
      if (asked === null) return null;
      openScope(context);
      const { readModel } = context;
      const ring = told({
        readModel, touches: of.touches(context, asked.values), read: () => [true], atOnce: true, everyMs: of.everyMs,
      });
      const next = async (): Promise<IteratorResult<ExecutionResult>> => {
        for (let rung = await ring.next(); rung.done !== true; rung = await ring.next()) {
          await turn();
          const value = await answerFor(asked, context);
          if (value !== null) return { done: false, value };
        }
        return { done: true, value: undefined };
      };
      return {
        next,
        async return() {
          await ring.return?.();
          return { done: true, value: undefined };
        },
        [Symbol.asyncIterator]() {
          return this;
        },
      };
    },
  };
}

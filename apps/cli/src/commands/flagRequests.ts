import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { bold, dim, mark } from "../print/style.ts";
import { table } from "../print/table.ts";
import { exact, short } from "../print/words.ts";
import { acting, type Session } from "./session.ts";

/** A change of a flag that somebody asked for. */
const requestRow = graphql(`
  fragment RequestRow on FlagChangeRequest {
    changeId state sentence reason differences moved needsApproval applyAt by { name } targeting { environment flag { name } }
  }
`);
type Request = ResultOf<typeof requestRow>;

const requestsDocument = graphql(`
  query FlagRequests($environment: String) { flagRequests(environment: $environment) { ...RequestRow } }
`, [requestRow]);
const flagDocument = graphql(`
  query RequestsOfFlag($flag: String!, $environment: String!) {
    flag(key: $flag) { targeting(environment: $environment) { requests { ...RequestRow } } }
  }
`, [requestRow]);
const approveChange = mutation("approveChange", "targeting { sentence }");
const declineChange = mutation("declineChange", "targeting { sentence }");

/** Those that wait for a word or for their moment. */
const isWaiting = ({ state }: Request): boolean => state === "open" || state === "approved";

const waitsFor = ({ state, needsApproval, applyAt }: Request): string =>
  [
    ...(state === "open" && needsApproval ? ["a second person"] : []),
    ...(applyAt === null ? [] : [exact(applyAt)]),
  ].join(", then ") || dim("–");

export const requests = acting<{ readonly in?: string; readonly all?: true }>(async (session, { flags: { in: environment, all } }) => {
  const { flagRequests } = await session.client.query(requestsDocument, { environment: environment ?? null });
  const shown = all === true ? flagRequests : flagRequests.filter(isWaiting);
  const rows = shown.map((request) => [
    request.targeting.flag?.name ?? "–", request.targeting.environment, short(request.sentence, 60), request.by.name,
    all === true && !isWaiting(request) ? request.state : waitsFor(request), request.changeId,
  ]);
  const head = ["flag", "environment", "asked for", "by", "waits for", "change"].map((one) => ({ head: one }));
  session.show(shown, () => (rows.length === 0 ? ["Nothing waits."] : table(head, rows)));
});

interface Naming {
  readonly in: string;
  readonly change?: string;
  readonly reason?: string;
  readonly rebucket?: string;
}

/** The request that is meant: the one that is named, else the only one that waits. */
async function named(session: Session, flag: string, { in: environment, change }: Naming): Promise<Request> {
  const { flag: found } = await session.client.query(flagDocument, { flag, environment });
  const waiting = (found?.targeting?.requests ?? []).filter(isWaiting);
  const [only, ...others] = change === undefined ? waiting : waiting.filter(({ changeId }) => changeId.startsWith(change));
  if (only === undefined)
    throw new CommandFailure({
      code: "CHANGE_NOT_OPEN",
      message: `${change === undefined ? "Nothing" : `No change ${change}`} waits at ${flag} in ${environment}.`,
      remedy: "`ballast flag requests` lists what waits.",
    });
  if (others.length > 0)
    throw usageFailure(`${String(others.length + 1)} changes wait at ${flag} in ${environment}: name one with --change.`);
  return only;
}

interface Decided {
  /** Null while the server that answered is behind. */
  readonly targeting: { readonly sentence: string } | null;
}

const show = (session: Session, { request, done, said }: { request: Request; done: Decided; said: string }): void => {
  session.show({ changeId: request.changeId, ...done }, () => [
    mark("good", said), ...request.differences.map((line) => `  ${line}`),
    ...(done.targeting === null ? [] : [bold(done.targeting.sentence)]),
  ]);
};

export const approve = acting<Naming>(async (session, { args: [flag = ""], flags }) => {
  const request = await named(session, flag, flags);
  const rebucket = flags.rebucket === undefined ? {} : { rebucket: flags.rebucket };
  const done = await session.client.mutate(approveChange, { flag, environment: flags.in, changeId: request.changeId, ...rebucket });
  const said = request.applyAt === null ? "Approved, and made." : `Approved; it is made at ${exact(request.applyAt)}.`;
  show(session, { request, done, said });
});

export const decline = acting<Naming>(async (session, { args: [flag = ""], flags }) => {
  const { reason } = flags;
  if (reason === undefined) throw usageFailure("Whoever asked wants to know why not: add --reason.");
  const request = await named(session, flag, flags);
  const done = await session.client.mutate(declineChange, { flag, environment: flags.in, changeId: request.changeId, reason });
  show(session, { request, done, said: "Declined." });
});

import type { FastifyInstance } from "fastify";
import { byCalendarAddress } from "../auth/authenticate.ts";
import { tokenUses } from "../auth/tokenUses.ts";
import type { ApiServer, CalendarEntry, Scope } from "../graphql/context.ts";
import { openScope } from "../graphql/scope.ts";
import { icalendar } from "./ical.ts";

/** So many days back and ahead a calendar reaches, and so many entries it has at most: the nearest to today. */
const [BACK_DAYS, AHEAD_DAYS, MOST] = [90, 500, 2_000];
const DAY_MS = 86_400_000;

/** What is due around now, by its day, of everybody or of one person. */
function entriesOf(scope: Scope, { now, ownerId }: { readonly now: number; readonly ownerId: string | null }): readonly CalendarEntry[] {
  const away = ({ at }: CalendarEntry): number => Math.abs(Date.parse(at) - now);
  return scope.context.known.calendar
    .flatMap((days) => days(scope))
    .filter((entry) => ownerId === null || entry.ownerId === ownerId)
    .filter(({ at }) => Date.parse(at) > now - BACK_DAYS * DAY_MS && Date.parse(at) < now + AHEAD_DAYS * DAY_MS)
    .toSorted((one, other) => away(one) - away(other))
    .slice(0, MOST)
    .toSorted((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
}

/**
 * `GET /calendars/SECRET.ics`: what is due, as its person may see it, for calendars that subscribe to it; `?of=me`: what is theirs. Who has
 * the address reads it, without another sign-in, and nothing else; what is none, or no more, is not found.
 */
export function calendarRoute(app: FastifyInstance, server: ApiServer): void {
  const auth = { directory: server.directory, now: () => server.now().getTime() };
  const noteUse = tokenUses(server);
  app.get<{ Params: { file: string }; Querystring: { of?: string } }>("/calendars/:file", (request, reply) => {
    const secret = /^(cal_[\w-]{20,100})\.ics$/u.exec(request.params.file)?.[1];
    const principal = secret === undefined ? null : byCalendarAddress(auth, secret);
    if (principal === null) return reply.code(404).type("text/plain; charset=utf-8").send("There is no such calendar, or no more.\n");
    noteUse(principal);
    const mine = request.query.of === "me";
    const scope = openScope({ ...server, principal, requestId: request.id });
    const now = server.now();
    const text = icalendar({
      name: mine ? `Ballast, ${principal.person.name}` : "Ballast", at: now.toISOString(), publicUrl: server.publicUrl.replace(/\/$/u, ""),
      host: new URL(server.publicUrl).hostname,
      entries: entriesOf(scope, { now: now.getTime(), ownerId: mine ? principal.person.id : null }),
    });
    return reply
      .type("text/calendar; charset=utf-8")
      .header("cache-control", "private, no-cache")
      .header("content-disposition", 'inline; filename="ballast.ics"')
      .send(text);
  });
}

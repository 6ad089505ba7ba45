import { rotationDecider } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import type { ApiServer } from "../graphql/context.ts";
import type { NamedRecords } from "./recordStep.ts";

/** Records by what other systems call them, as this server knows them; people once for all lines of a request. */
export function namedRecords({ readModel, log }: Pick<ApiServer, "readModel" | "log">): NamedRecords {
  const incidents = new Map<string, string | null>();
  let people: ReadonlyMap<string, string> | undefined;
  return {
    incident(called) {
      const known = incidents.get(called);
      if (known !== undefined) return known;
      const row = readModel.incidents.bySourceId(called);
      // The beginning of an id names an incident for people; nothing is linked by that.
      const found = row?.source?.id === called ? row.id : null;
      incidents.set(called, found);
      return found;
    },
    person(called) {
      people ??= peopleByName(readModel);
      return people.get(called.trim().toLowerCase()) ?? null;
    },
    // Asked of the log: it may have come a line before, which no row says yet.
    isRotation: async (rotationId) => (await foldRecord(log, rotationDecider, rotationId)).status !== "absent",
    called(kind, name) {
      const all: readonly { readonly id: string; readonly name: string }[] =
        kind === "rotation" ? readModel.rotations.all() : readModel.escalations.all();
      return all.find((one) => one.name.toLowerCase() === name.toLowerCase())?.id ?? null;
    },
  };
}

/** Names that two people have name nobody; a login always does. */
function peopleByName(readModel: ApiServer["readModel"]): ReadonlyMap<string, string> {
  const here = readModel.people.all().filter(({ status }) => status === "active");
  const named = Map.groupBy(
    here.flatMap(({ id, name, contacts: { email } }) =>
      [name, ...(email === null ? [] : [email])].map((one) => ({ id, one: one.toLowerCase() })),
    ),
    ({ one }) => one,
  );
  return new Map([
    ...[...named].flatMap(([one, [first, second]]): [string, string][] =>
      first !== undefined && (second === undefined || second.id === first.id) ? [[one, first.id]] : []),
    ...here.map(({ id, login }): [string, string] => [login.toLowerCase(), id]),
  ]);
}

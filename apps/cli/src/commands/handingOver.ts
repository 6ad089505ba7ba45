import { graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { usageFailure } from "../client/failure.ts";
import { exact } from "../print/words.ts";
import { unknown } from "./lookup.ts";

const turnsDocument = graphql(`query TurnsOf($id: ID!) { rotation(id: $id) { id name latestPeople { id name } onNow { name } } }`);
/** Who takes turns in a rotation, in the order as it was left last. */
export type Turns = NonNullable<ResultOf<typeof turnsDocument>["rotation"]>;

const previewDocument = graphql(`
  query TurnsAfter($id: ID!, $people: [ID!]!, $takers: [ShiftTakerInput!]) {
    rotation(id: $id) {
      afterChange(people: $people, takers: $takers) {
        onNow { name } next { name } nextHandOverAt taken { from to person { name } taker { name } }
      }
    }
  }
`);
/** What a change of people would do, as the API answers it. */
export type ChangePreview = NonNullable<ResultOf<typeof previewDocument>["rotation"]>["afterChange"];

/** Reads the order of a rotation. */
export async function turnsOf(client: Client, id: string): Promise<Turns> {
  return (await client.query(turnsDocument, { id })).rotation ?? unknown("rotation", id, []);
}

/** A change of people: the order, and who takes the running shift of somebody left out. */
export interface PeopleChange {
  readonly people: readonly string[];
  readonly takers: readonly { readonly personId: string; readonly takerId: string }[];
}

/** Asks the API what a change of people would do. */
export async function previewChange(client: Client, id: string, change: PeopleChange): Promise<ChangePreview> {
  const { rotation } = await client.query(previewDocument, { id, ...change });
  return rotation?.afterChange ?? unknown("rotation", id, []);
}

/** The order without somebody: their taker in their place, or the others in turn. */
export function orderWithout(turns: Turns, personId: string, takerId: string | null): PeopleChange {
  const order = turns.latestPeople.map(({ id }) => id);
  if (!order.includes(personId)) throw usageFailure(`They take no turns in ${turns.name}.`, "`ballast oncall show` says who does.");
  const placed =
    takerId === null || order.includes(takerId)
      ? order.filter((id) => id !== personId)
      : order.map((id) => (id === personId ? takerId : id));
  return { people: placed, takers: takerId === null ? [] : [{ personId, takerId }] };
}

/** "Ana stays on until 26 November 2026, 09:00 UTC, then Ben", and who takes which shift. */
export function changeWords(turns: Pick<Turns, "onNow">, { onNow, next, nextHandOverAt, taken }: ChangePreview): readonly string[] {
  const stays = turns.onNow?.name === onNow?.name;
  const who = onNow?.name ?? "Nobody";
  const first = stays ? `${who} stays on call` : `${who} takes over at once${turns.onNow === null ? "" : ` from ${turns.onNow.name}`}`;
  const then = nextHandOverAt === null ? "." : ` until ${exact(nextHandOverAt)}, then ${next?.name ?? "nobody"}.`;
  return [
    `${first}${then}`,
    ...taken.map(({ from, to, person, taker }) => `  ${exact(from)} to ${exact(to)}: ${taker?.name ?? "nobody"} instead of ${person.name}`),
  ];
}

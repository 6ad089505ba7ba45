import type { RotationLayer } from "@ballast/schema";
import { layerIds } from "../oncall/layerSpans.ts";
import { latestOrder, peopleFrom, type PeopleChange } from "./changedPeople.ts";
import { versionsOf } from "./layers.ts";

/** Every layer in which somebody takes turns, with its order once they are gone: their taker in their place, else the others in turn. */
export function ordersWithout(
  layers: readonly RotationLayer[],
  { personId, takerId }: { readonly personId: string; readonly takerId: string | null },
  now: string,
): readonly (PeopleChange & { readonly layerId: string })[] {
  return layerIds(layers).flatMap((layerId) => {
    const versions = versionsOf(layers, layerId);
    if (!peopleFrom(versions, now).includes(personId)) return [];
    const people = orderWithout(latestOrder(versions, now), personId, takerId);
    return [{ layerId, people, takers: takerId === null ? [] : [{ personId, takerId }] }];
  });
}

/** Everybody who takes turns from now on, in any layer, planned ones too. */
export const takersFrom = (layers: readonly RotationLayer[], now: string): readonly string[] => [
  ...new Set(layerIds(layers).flatMap((layerId) => peopleFrom(versionsOf(layers, layerId), now))),
];

/** An order without somebody: their taker in their place, or, where the taker has a place, in the shift that runs. */
function orderWithout(order: readonly string[], personId: string, takerId: string | null): readonly string[] {
  if (takerId === null || order.includes(takerId)) return order.filter((each) => each !== personId);
  return order.includes(personId) ? order.map((each) => (each === personId ? takerId : each)) : [...order, takerId];
}

import { useGetIdentity } from "ra-core";
import { ownId } from "./globalId.ts";

/** Whether two ids are of the same person: a session has the bare one, the API's records the global one. */
export const isSamePerson = (one: string, other: string): boolean => one === other || ownId(one) === other || one === ownId(other);

/** Whether a person of the API is the one who is signed in. */
export function useMine(): (personId: string | undefined) => boolean {
  const { identity } = useGetIdentity();
  const me = String(identity?.id ?? "");
  return (personId) => personId !== undefined && me !== "" && isSamePerson(me, personId);
}

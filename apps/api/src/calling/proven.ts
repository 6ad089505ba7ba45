import { canWake, PROOF_MS, type Reach } from "@ballast/domain";
import { mayHaveCome, type AsOf, type ReadModel, type Viewer } from "@ballast/readmodel";
import { wakes } from "@ballast/schema";

/** The last page or test page that somebody answered, and the channels that had brought it to them before. */
export interface LastAnswer {
  readonly at: number;
  readonly channels: readonly string[];
}

/** As who may know of what, and of which moment. */
interface Looking {
  readonly viewer: Viewer;
  /** ms. */
  readonly now: number;
  readonly asOf?: AsOf | undefined;
}

/** When everybody last answered a page that one of the channels which they still have had brought. */
export function lastAnswers(
  readModel: Pick<ReadModel, "pages" | "people">, { viewer, now, asOf }: Looking,
): ReadonlyMap<string, LastAnswer> {
  const since = new Date(now - PROOF_MS).toISOString();
  const setAt = new Map(readModel.people.all(asOf).map(({ id, contactsAt }) => [id, Date.parse(contactsAt)]));
  const answers = new Map<string, LastAnswer>();
  const proves = (personId: string, at: number, channels: readonly string[]): void => {
    if (channels.length > 0 && at > (answers.get(personId)?.at ?? -Infinity))
      answers.set(personId, { at, channels: [...new Set(channels)] });
  };
  for (const { id, verified } of readModel.people.all(asOf))
    for (const { channel, at } of verified) if (Date.parse(at) >= now - PROOF_MS) proves(id, Date.parse(at), [channel]);
  for (const page of readModel.pages.all({ viewer, since }, asOf)) {
    for (const { personId, at } of page.answers) {
      const answeredAt = Date.parse(at);
      const channels = page.sends.flatMap((send) =>
        send.personId === personId && mayHaveCome(send.outcome) && send.channel !== null && wakes(send.channel)
          && Date.parse(send.at) <= answeredAt ? [send.channel] : []);
      const isOfNow = answeredAt >= (setAt.get(personId) ?? Infinity);
      if (isOfNow) proves(personId, answeredAt, channels);
    }
  }
  return answers;
}

/** What is known of whether each is reached; of who has left: nothing. */
export function reachesIn(readModel: Pick<ReadModel, "pages" | "people">, looking: Looking): (personId: string) => Reach {
  const answers = lastAnswers(readModel, looking);
  const contacts = new Map(
    readModel.people.all(looking.asOf).filter(({ status }) => status === "active").map((person) => [person.id, person.contacts]),
  );
  return (id) => ({ canWake: canWake(contacts, id), provenAt: answers.get(id)?.at ?? null });
}

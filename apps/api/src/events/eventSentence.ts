import type { BallastEvent } from "@ballast/schema";
import { isolated, isolatedDeep } from "@ballast/schema/isolated";
import type { Known, NodeKind, Saying } from "../graphql/context.ts";
import { kindsOf } from "../graphql/records.ts";
import { capital, sentence } from "../words.ts";

/** What stands for a name that is not to be had ("a deploy", "somebody"): a word, unlike names. */
const isWord = (text: string): boolean => /^(an?|somebody) /.test(text);

/** What happened, in a sentence. A version or a service at its start keeps its letters: there is no "V3". */
export function eventSentence({ sentences }: Pick<Known, "sentences">, event: BallastEvent, saying: Saying): string {
  // Every event has its own maker, which takes that event's payload.
  const make = sentences[event.type] as ((data: BallastEvent["data"], saying: Saying) => string) | undefined;
  if (make === undefined) throw new Error(`Nobody says how ${event.type} reads: is its slice in slices.ts?`);
  const said = make(isolatedDeep(event.data), saying);
  return sentence(isWord(said) ? capital(said) : said);
}

type Names = Omit<Saying, "by">;

/** Whether every kind is among them: `joined` sees to it that none is missing. */
const isWhole = (names: Partial<Names>, kinds: number): names is Names => Object.keys(names).length === kinds;

/** What a sentence takes: who did it, and a way to ask for what people call each kind of record, under its name (`lane`). */
export function sayingOf(known: Known, by: string, nameOf: (kind: NodeKind, id: string) => string): Saying {
  const kinds = kindsOf(known);
  const names: Partial<Names> = Object.fromEntries(
    kinds.map((kind) => [kind.charAt(0).toLowerCase() + kind.slice(1), (id: string) => isolated(nameOf(kind, id))]),
  );
  if (!isWhole(names, kinds.length)) throw new Error("Two kinds of records have one name.");
  return { ...names, by: isolated(by) };
}

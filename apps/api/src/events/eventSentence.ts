import type { BallastEvent } from "@ballast/schema";
import type { Known, Saying } from "../graphql/context.ts";
import { capital, sentence } from "../words.ts";

/** What stands for a name that is not to be had ("a deploy", "somebody"): a word, unlike names. */
const isWord = (text: string): boolean => /^(an?|somebody) /.test(text);

/** What happened, in a sentence. A version or a service at its start keeps its letters: there is no "V3". */
export function eventSentence({ sentences }: Pick<Known, "sentences">, event: BallastEvent, saying: Saying): string {
  // Every event has its own maker, which takes that event's payload.
  const make = sentences[event.type] as ((data: BallastEvent["data"], saying: Saying) => string) | undefined;
  if (make === undefined) throw new Error(`Nobody says how ${event.type} reads: is its slice in slices.ts?`);
  const said = make(event.data, saying);
  return sentence(isWord(said) ? capital(said) : said);
}

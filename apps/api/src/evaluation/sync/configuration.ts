import { pieces, type EnvironmentFlags, type ServedFlag } from "@ballast/flags";

type Writing = Pick<ServedFlag, "flagd">;
/** Flags as they were after one position of the log. */
interface Written extends Pick<EnvironmentFlags, "position"> {
  readonly flags: ReadonlyMap<string, Writing>;
}

const texts = new WeakMap<Writing, string>();
const whole = new WeakMap<Written, string | Promise<string>>();

const textOf = (flag: Writing): string => {
  const known = texts.get(flag) ?? JSON.stringify(flag.flagd());
  texts.set(flag, known);
  return known;
};

/**
 * An environment's flags in flagd's format. What has not changed is not written anew, and all clients get the same text; what takes long
 * (2,000 flags of 200 rules the first time: seconds) is written in pieces, others having their turn in between.
 */
export function configurationOf(environment: Written | undefined, name: string): string | Promise<string> {
  if (environment === undefined) return JSON.stringify({ flags: {}, metadata: { flagSetId: name, position: "0" } });
  const known = whole.get(environment);
  if (known !== undefined) return known;
  const text = written(environment, name);
  whole.set(environment, text);
  if (typeof text !== "string") void text.then((done) => whole.set(environment, done), () => whole.delete(environment));
  return text;
}

function written({ flags, position }: Written, name: string): string | Promise<string> {
  const mayRest = pieces(() => performance.now());
  const [left, done]: [Iterator<[string, Writing]>, string[]] = [flags.entries(), []];
  const goOn = (): string | Promise<string> => {
    for (let next = left.next(); next.done !== true; next = left.next()) {
      const [key, flag] = next.value;
      done.push(`${JSON.stringify(key)}:${textOf(flag)}`);
      const rest = mayRest();
      if (rest !== undefined) return rest.then(goOn);
    }
    return `{"flags":{${done.join(",")}},"metadata":${JSON.stringify({ flagSetId: name, position })}}`;
  };
  return goOn();
}

import type { EnvironmentFlags, ServedFlag } from "@ballast/flags";

const texts = new WeakMap<ServedFlag, string>();
const whole = new WeakMap<EnvironmentFlags, string>();

const textOf = (flag: ServedFlag): string => {
  const known = texts.get(flag) ?? JSON.stringify(flag.flagd());
  texts.set(flag, known);
  return known;
};

/** An environment's flags in flagd's format. What has not changed is not written anew, and all clients get the same text. */
export function configurationOf(environment: EnvironmentFlags | undefined, name: string): string {
  if (environment === undefined) return JSON.stringify({ flags: {}, metadata: { flagSetId: name, position: "0" } });
  const known = whole.get(environment);
  if (known !== undefined) return known;
  const flags = [...environment.flags].map(([key, flag]) => `${JSON.stringify(key)}:${textOf(flag)}`);
  const metadata = JSON.stringify({ flagSetId: name, position: environment.position });
  const text = `{"flags":{${flags.join(",")}},"metadata":${metadata}}`;
  whole.set(environment, text);
  return text;
}

/** What a provider's selector says: which flags, and by which token where it can send none otherwise. */
export interface Selected {
  readonly environment: string | null;
  readonly token: string | null;
}

/**
 * `flagSetId=production`, `source=production`, or the bare name, which is a source. Stock providers send nothing else with
 * a stream, so that their token stands here too: `flagSetId=production,token=bt_…`.
 */
export function readSelector(selector: string): Selected {
  let [environment, token]: [string | null, string | null] = [null, null];
  for (const part of selector.split(",").map((one) => one.trim())) {
    const equals = part.indexOf("=");
    const [name, value] = equals < 0 ? ["source", part] : [part.slice(0, equals).trim(), part.slice(equals + 1).trim()];
    if (value === "") continue;
    if (name === "token") token = value;
    else if (name === "flagSetId" || (name === "source" && environment === null)) environment = value;
  }
  return { environment, token };
}

import { isObject } from "@ballast/schema/tables";

/** What a file seems to be, and how to bring it into what is read. */
interface Likeness {
  readonly what: string;
  readonly remedy: string;
}

const start = (head: Buffer): string => head.toString("latin1").trimStart();

const likenesses: readonly (Likeness & { readonly fits: (head: Buffer) => boolean })[] = [
  { what: "is empty", remedy: "Export it again.", fits: (head) => start(head) === "" },
  {
    what: "looks like a zip archive or a spreadsheet",
    remedy: "Unpack it, or save the sheet as CSV, and bring each row into one JSON object a line.",
    fits: (head) => head.subarray(0, 2).toString("latin1") === "PK",
  },
  {
    what: "looks like a web page",
    remedy: "A sign-in page, perhaps: open its address in a browser, and save the JSON.",
    fits: (head) => /^<(?:!doctype html|html)/i.test(start(head)),
  },
  { what: "looks like XML", remedy: "Convert it to one JSON object a line.", fits: (head) => start(head).startsWith("<") },
  {
    what: "looks like a status page's JSON",
    remedy: "Import it with `ballast import statuspage FILE`.",
    fits: (head) => /^\{\s*"(?:page|incidents|scheduled_maintenances)"\s*:/.test(start(head)),
  },
  {
    what: "looks like one JSON object over several lines",
    remedy: "Put one object on each line: `jq -c . FILE`, or `jq -c '.incidents[]' FILE` where they are in a list.",
    fits: (head) => /^\{\s*(?:\r?\n|$)/.test(start(head)),
  },
  {
    what: "looks like CSV",
    remedy: "Bring each row into one JSON object a line, for instance with `mlr --icsv --ojsonl cat FILE`.",
    fits: (head) => /^[\w "'-]+(?:[,;\t][\w "'-]*)+\r?\n/.test(start(head)),
  },
  {
    what: "looks like YAML",
    remedy: "Convert it to one JSON object a line, for instance with `yq -o=json -I=0 '.[]' FILE`.",
    fits: (head) => /^(?:---|- \w+:|\w[\w -]*:\s)/.test(start(head)),
  },
  { what: "looks like no text", remedy: "One JSON object a line is read, also compressed with gzip.", fits: (head) => head.includes(0) },
];

const asJson: Likeness = {
  what: "has no record that can be used", remedy: "What each line lacks is said above; `ballast import --help` says what is read.",
};

/** What a file of which nothing could be used seems to be. */
export function likenessOf(head: Buffer): Likeness {
  const found = likenesses.find(({ fits }) => fits(head));
  return (
    found
    ?? (isJsonLine(start(head))
      ? asJson
      : { what: "is no JSON", remedy: "One JSON object a line is read, or one JSON array; also compressed with gzip." })
  );
}

function isJsonLine(text: string): boolean {
  try {
    return isObject(JSON.parse(text.split("\n", 1)[0] ?? ""));
  } catch {
    // The head may be a part of a long line.
    return text.startsWith("{\"") || text.startsWith("[");
  }
}

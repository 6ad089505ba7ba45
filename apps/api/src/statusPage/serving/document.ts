import { createHash } from "node:crypto";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { encodingFor } from "../../compressed.ts";

/** What is served under one path, in the forms that clients take it in; each is made once. */
export interface Document {
  readonly type: string;
  /** Read by programs of other origins. */
  readonly open: boolean;
  /** What it may do in a browser; null: nothing is said. */
  readonly policy: string | null;
  readonly body: Buffer;
  readonly etag: string;
  in(accepted: string | undefined): { readonly body: Buffer; readonly encoding: "br" | "gzip" | null };
}

/** Below this nothing is won by compressing, bytes. */
const LEAST = 1_024;
/** Good enough for what is made once and sent many times. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

const encodings = new Map<string, "br" | "gzip" | null>();
/** So many different headers are remembered. */
const MOST_HEADERS = 500;

function encodingOf(accepted: string | undefined): "br" | "gzip" | null {
  if (accepted === undefined) return null;
  const known = encodings.get(accepted);
  if (known !== undefined) return known;
  const found = encodingFor(accepted);
  if (encodings.size < MOST_HEADERS) encodings.set(accepted, found);
  return found;
}

/** A document of these bytes; its tag is theirs. */
export function documentOf(
  text: string, { type, open, policy = null }: Pick<Document, "type" | "open"> & { policy?: string | null },
): Document {
  const body = Buffer.from(text);
  const made = new Map<"br" | "gzip", Buffer>();
  return {
    type, open, policy, body, etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
    in(accepted) {
      const encoding = body.length < LEAST ? null : encodingOf(accepted);
      if (encoding === null) return { body, encoding };
      const known = made.get(encoding) ?? (encoding === "br" ? brotliCompressSync(body, BROTLI) : gzipSync(body));
      made.set(encoding, known);
      return { body: known, encoding };
    },
  };
}

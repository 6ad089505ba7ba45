import { connect, type Socket } from "node:net";

/** What one request was answered. */
export interface Answer {
  readonly status: number;
  readonly etag: string | undefined;
  /** Of the body. */
  readonly bytes: number;
}

const headEnd = "\r\n\r\n";
const lastChunk = "0\r\n\r\n";

/**
 * One connection that is kept, with one request at a time on it. Node's own client costs more than most of what is measured here: this
 * one writes text and reads as much of the answer as says where it ends.
 */
export class Connection {
  readonly #socket: Socket;
  #text = "";
  #answered: ((answer: Answer) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.setEncoding("latin1");
    this.#socket.on("data", (text: string) => { this.#read(text); });
    this.#socket.on("error", (error) => this.#failed?.(error));
    this.#socket.on("close", () => this.#failed?.(new Error("the connection was closed")));
  }

  /** Sends a request as it stands. */
  ask(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) return reject(new Error("the connection was closed"));
      this.#answered = resolve;
      this.#failed = reject;
      this.#socket.write(request);
    });
  }

  #read(text: string): void {
    this.#text += text;
    const head = this.#text.indexOf(headEnd);
    if (head < 0) return;
    const headers = this.#text.slice(0, head);
    const status = Number(headers.slice(9, 12));
    const bytes = bodyOf({ headers, status, rest: this.#text.length - head - headEnd.length, ended: this.#text.endsWith(lastChunk) });
    if (bytes === null) return;
    this.#text = "";
    this.#failed = undefined;
    this.#answered?.({ status, etag: /\r\netag: (.*)/i.exec(headers)?.[1], bytes });
  }

  close(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }
}

/** Bytes of a body that is there as a whole; null while it is not. */
function bodyOf({
  headers, status, rest, ended,
}: {
  readonly headers: string;
  readonly status: number;
  readonly rest: number;
  readonly ended: boolean;
}): number | null {
  if (status === 204 || status === 304) return 0;
  const length = /\r\ncontent-length: (\d+)/i.exec(headers)?.[1];
  if (length !== undefined) return rest >= Number(length) ? Number(length) : null;
  return ended ? rest : null;
}

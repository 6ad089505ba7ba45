import type { ApiServer } from "../graphql/context.ts";

/** A chat that does not take an answer is not waited for longer, ms. */
const PATIENCE_MS = 5_000;

/** Whether answers may go to an address: https, of the host that the chat was connected with, without a port or a name in it. */
export function mayAnswerAt(url: string, host: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, username, password } = new URL(url);
  return protocol === "https:" && hostname === host && port === "" && username === "" && password === "";
}

/** Sends an answer there once it is known, and follows nothing. Answers whether it will. */
export function answerLater(
  { logger }: Pick<ApiServer, "logger">,
  { url, host, answer, send = fetch }: {
    readonly url: string; readonly host: string; readonly answer: Promise<object>; readonly send?: typeof fetch;
  },
): boolean {
  const may = mayAnswerAt(url, host);
  const post = async (): Promise<void> => {
    const body = JSON.stringify(await answer);
    if (!may) return;
    const sent = await send(url, {
      method: "POST", body, headers: { "content-type": "application/json" }, redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!sent.ok) logger.warn({ status: sent.status, host }, "a chat did not take the answer to a command");
  };
  post().catch((error: unknown) => logger.warn({ err: error, host }, "the answer to a chat's command did not arrive"));
  return may;
}

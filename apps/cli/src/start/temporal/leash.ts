import { existsSync } from "node:fs";
import type { TemporalServer } from "./server.ts";

/**
 * Runs "$@" so that it keeps Ballast's process contract, which Temporal's server does not know itself: it ends when standard input does,
 * in order, and at once where it does not within four seconds. A shell does it, since Node would take 60 MB for that. The shell leads the
 * process group; it is asked to end by SIGTERM, and by the end of its input where whoever started it was killed.
 */
const script = `exec 5<&0
"$@" </dev/null 5<&- &
server=$!
trap 'kill -TERM "$server" 2>/dev/null' TERM INT
(trap "" TERM INT; read -r _ <&5; sleep 1; kill -TERM "$server"; sleep 4; kill -KILL 0) >/dev/null 2>&1 &
guard=$!
exec 5<&-
wait "$server"
code=$?
while kill -0 "$server" 2>/dev/null; do wait "$server"; code=$?; done
kill -KILL "$guard" 2>/dev/null
exit "$code"`;

/** Where the kernel can end the server together with its shell, it does, even after `kill -9` of that. */
const bound = (): readonly string[] => {
  const setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => existsSync(path));
  return setpriv === undefined ? [] : [setpriv, "--pdeathsig", "KILL", "--"];
};

/** The command line that runs a server so. */
export const onLeash = ({ binary, args }: TemporalServer): { readonly program: string; readonly args: readonly string[] } => ({
  program: "/bin/sh", args: ["-c", script, "ballast-temporal", ...bound(), binary, ...args],
});

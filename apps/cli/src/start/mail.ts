import { startMailSink } from "@ballast/notifications";

/**
 * The demonstration's mail server as a process of its own: takes every mail, delivers none, and shows them over HTTP.
 * `BALLAST_SMTP` and `BALLAST_MAIL_SINK` say where it listens.
 */
const portOf = (name: string): number => {
  const address = process.env[name];
  if (address === undefined) throw new Error(`${name} is not set.`);
  return Number(new URL(address).port);
};

const say = (msg: string): void => {
  process.stdout.write(`${JSON.stringify({ level: 30, time: Date.now(), msg })}\n`);
};

const sink = await startMailSink({ port: portOf("BALLAST_SMTP"), httpPort: portOf("BALLAST_MAIL_SINK") });
const end = (): void => {
  void sink.close().then(() => process.exit(0));
};
process.stdin.on("end", end).on("error", end).resume();
process.on("SIGTERM", end).on("SIGINT", end);
say("ready");

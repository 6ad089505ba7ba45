import type { Command } from "commander";
import type { CliCommand } from "../command.ts";
import { CommandFailure } from "../client/failure.ts";
import { reasonOf } from "../start/failure.ts";
import { requestSignInLink } from "../start/signInLink.ts";
import { acting, withCommonOptions } from "./session.ts";

const signIn = acting(async (session) => {
  const { url, token } = session.client.connection;
  const link = await requestSignInLink(url, token).catch((error: unknown) => {
    throw new CommandFailure({
      code: "NOT_ALLOWED", message: reasonOf(error),
      remedy: "Links are given on the machine that Ballast runs on, for its local credential; elsewhere sign in with your password.",
    });
  });
  session.show({ url: link }, () => [link, "Opens once, within ten minutes."]);
});

/** Registers `ballast sign-in`. */
function registerSignIn(program: Command): void {
  withCommonOptions(program.command("sign-in").description("print a fresh link that signs its opener in, once")).action(signIn);
}

export const command: CliCommand = { register: registerSignIn, examples: { "sign-in": ["ballast sign-in"] } };

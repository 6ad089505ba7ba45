import type { ChatOptions } from "./chatWebhook.ts";
import type { Channel } from "./mail.ts";
import { DeliveryRefused } from "./message.ts";
import { postingChannel } from "./posting.ts";
import { shortened } from "./short.ts";

/** ntfy takes messages up to 4,096 bytes; a letter has three at most, but for what is rare. */
const LONGEST = 1_200;
/** ntfy's highest of five: it sounds where everything else is silent. */
const HIGHEST = 5;

/** Topics of ntfy, and of what speaks its language: JSON to the server, which knows the topic by the last part of the address. */
export const pushChannel = (options: ChatOptions = {}): Channel =>
  postingChannel("push", options, ({ to, subject, text, link }) => {
    const url = URL.canParse(to) ? new URL(to) : null;
    const [, before = "", topic = ""] = /^(.*)\/([^/]+)\/?$/u.exec(url?.pathname ?? "") ?? [];
    if (url === null || topic === "")
      throw new DeliveryRefused("push", "The address names no topic: write https://ntfy.example.org/TOPIC", { brief: "it names no topic" });
    url.pathname = `${before}/`;
    return {
      address: url.href,
      body: {
        topic: decodeURIComponent(topic), title: shortened(subject, 200), message: shortened(text, LONGEST), priority: HIGHEST,
        tags: ["rotating_light"], ...(link === undefined ? {} : { click: link }),
      },
    };
  });

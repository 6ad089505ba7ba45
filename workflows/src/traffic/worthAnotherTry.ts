import { DeliveryError } from "@ballast/delivery";

/** A target's final no as an error that is tried again: going back is never given up for a code. */
export const worthAnotherTry = (error: unknown): unknown =>
  error instanceof DeliveryError ? new Error(`${error.message}. ${error.fix}`, { cause: error }) : error;

/** Every reason for which Ballast refuses a command, with what to do about it. Closed: clients may switch on it. */
export const rejections = {
  INVALID_INPUT: "Correct the named field and send the command again.",
  TOO_LARGE: "Send less at once: shorten the longest text, or divide the list.",
  NOT_FOUND: "Check the id or name; it may belong to another installation.",
  ALREADY_EXISTS: "Use the existing record, or choose another name.",
  IDEMPOTENCY_KEY_REUSED: "Send another idempotency key: this one belongs to a command with another payload.",
  REVISION_CONFLICT: "Somebody changed the record meanwhile: reload it and decide again.",
  NOT_SIGNED_IN: "Sign in, or send a valid token.",
  NOT_ALLOWED: "Ask somebody with the named role, or an administrator for the role.",
  RATE_LIMITED: "Wait as long as the answer says, then try again.",
  ENVIRONMENT_NOT_DEFINED: "Define the environment on the service first.",
  NOT_DEPLOYABLE: "This environment is only observed: deploy it with the system that drives it.",
  NO_ARTIFACT: "Record the release with an artifact, or choose another release.",
  DEPLOY_IN_PROGRESS: "Wait for the running deploy, or abort it.",
  LANE_HELD: "Release the hold with a reason, then deploy.",
  ALREADY_LIVE: "This release already serves everyone there.",
  DEPLOY_NOT_RUNNING: "The deploy has ended; start another one.",
  VERDICT_FAILED: "A failing verdict cannot be overridden: roll back, fix, and deploy again.",
  NOT_PAUSED: "Only a paused deploy can be resumed.",
  ALREADY_PAUSED: "The deploy is paused already.",
  NO_ROLLBACK_TARGET: "Name a release to go back to, or deploy a mended one.",
  NOT_HELD: "There is no hold to release.",
  RELEASE_DIFFERS: "The recorded release has other contents; a release never changes. Record another version.",
  TRANSITION_NOT_ALLOWED: "Use one of the states the message names.",
  INCIDENT_ENDED: "Reopen the incident first.",
  IMPORTED_RECORD: "Change it at its source and import it again; entries, links, severity and review can be added here.",
  ROLE_NOT_HELD: "Only who holds the role can leave it.",
  EMPTY_ROTATION: "Name at least one person.",
  SHIFTS_FALL_EMPTY: "Name who takes the shifts, or say that they may be empty.",
  INTEGRATION_LEFT_BEHIND: "Name who looks after each of them from now on, or remove them first.",
  PAGE_NOT_OPEN: "The page was answered or stopped already.",
  ENGINE_UNAVAILABLE: "The workflow engine does not answer; the command stands in the log and runs when it is back. For a rollback now: ballast rollback --direct.",
} as const;

export type RejectionCode = keyof typeof rejections;

/** What to do about a refusal. */
export const remedyOf = (code: RejectionCode): string => rejections[code];

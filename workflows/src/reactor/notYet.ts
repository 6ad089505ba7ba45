/** The reaction has to wait for something else to be recorded or to end; the event is delivered again. */
export class NotYet extends Error {
  override readonly name = "NotYet";
}

/** What can be made; null for what is refused: the ordinary way refuses it too, and says why. */
export function orNull<Value>(make: () => Value): Value | null {
  try {
    return make();
  } catch {
    return null;
  }
}

/** A text without NUL and halves of characters, which the log takes none of; what comes from elsewhere may have either. */
export const whole = (text: string): string => text.toWellFormed().replaceAll("\u0000", "\uFFFD");

/** The first so many UTF-16 units of a text, with no character cut in two. */
export const cut = (text: string, most: number): string => whole(text.slice(0, most).replace(/[\uD800-\uDBFF]$/u, ""));

/** Names and texts, each whole. */
export const wholeTexts = (texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [whole(name), whole(text)]));

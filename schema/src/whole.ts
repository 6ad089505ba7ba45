/**
 * A text from elsewhere as the log keeps it, so many UTF-16 units long at most: what a cut, or who wrote it, left of a character is one
 * that says so, and so is a NUL. Without this nothing could be recorded of who answers with either.
 */
export const wholeText = (text: string, most: number): string => text.slice(0, most).toWellFormed().replaceAll("\0", "\uFFFD");

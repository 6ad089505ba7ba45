const edge = 140;

/** How far after the beginning of its line a text may begin and still run over the edge: after a name, a key, a `return`. */
const nearBeginning = 60;

/** How much may stand behind it: what closes it, or the beginning of what it names. */
const closing = 25;

const message = `A line is at most ${edge} wide. Only a text (a string, a template, a pattern, words of a view) may run over, where its line begins with it.`;

/** A line is at most 140 wide: wider ones are read by moving sideways, on a screen, in a diff and beside another file. */
export const width = {
  meta: { type: "layout", messages: { wide: message }, schema: [] },
  create(context) {
    const lines = context.sourceCode.lines;
    const wide = new Set(lines.flatMap((line, index) => (line.length > edge ? [index + 1] : [])));
    const forgive = ({ loc: { start, end } }) => {
      for (let line = start.line; line <= end.line; line += 1) {
        const text = lines[line - 1] ?? "";
        const from = line === start.line ? start.column - (text.length - text.trimStart().length) : 0;
        const to = line === end.line ? end.column : text.length;
        if (to >= text.length - closing && from <= nearBeginning) wide.delete(line);
      }
    };
    return {
      "Literal, TemplateLiteral, JSXText, TSTemplateLiteralType": (node) => {
        if (wide.size > 0) forgive(node);
      },
      "Program:exit"() {
        for (const line of wide) context.report({ loc: { line, column: edge }, messageId: "wide" });
      },
    };
  },
};

/* A footnote: words that are printed below the text, with a number where they stand. Typed ^[like this]. */

import { Mark, markInputRule, mergeAttributes } from "@tiptap/core";

export const Footnote = Mark.create({
  name: "footnote",
  inclusive: false,
  parseHTML: () => [{ tag: "span.footnote" }],
  renderHTML: ({ HTMLAttributes }) => ["span", mergeAttributes(HTMLAttributes, { class: "footnote" }), 0],
  addInputRules() {
    return [markInputRule({ find: /\^\[([^[\]]+)\]$/, type: this.type })];
  },
});

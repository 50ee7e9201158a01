/* A box of text as an editor. Its words, such as data-word-bold="Bold", come from the form's data attributes.

   What it makes is put into the box at every stroke, so that the form is sent as it would be without it. The portal
   cleans it once more. */

import { Editor } from "@tiptap/core";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import StarterKit from "@tiptap/starter-kit";

import { Footnote } from "./footnote.js";
import { toolbarFor } from "./toolbar.js";

const PlainTable = Table.extend({
  renderHTML({ HTMLAttributes }) {
    return ["table", HTMLAttributes, ["tbody", 0]]; // no widths: the portal takes none
  },
});

export function editorFor(box, words, typed) {
  const label = box.form.querySelector(`label[for="${box.id}"]`);
  const frame = document.createElement("div");
  frame.className = "editor";
  const place = document.createElement("div");
  const editor = new Editor({
    element: place,
    injectCSS: false, // the style sheet of the portal has it
    content: asMarkup(box.value),
    extensions: [
      StarterKit.configure({
        code: false,
        codeBlock: false,
        heading: { levels: [2, 3] },
        horizontalRule: false,
        link: { openOnClick: false, protocols: ["http", "https", "mailto"], HTMLAttributes: { target: null, rel: null } },
        strike: false,
        underline: false,
        dropcursor: false,
      }),
      PlainTable.configure({ resizable: false }),
      TableRow,
      TableHeader,
      TableCell,
      Footnote,
    ],
    editorProps: {
      transformPastedHTML: withoutStyles,
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label ? label.firstChild.textContent.trim() : "",
        "aria-describedby": box.getAttribute("aria-describedby") || "",
        class: "editor-text",
        dir: "auto",
        ...(box.lang && { lang: box.lang }),
      },
    },
    onUpdate: () => {
      box.value = editor.isEmpty ? "" : editor.getHTML();
      typed();
    },
  });
  frame.append(toolbarFor(editor, words), place);
  box.after(frame);
  box.hidden = true;
  label?.addEventListener("click", () => editor.commands.focus());
  redirectAnchor(box, place);
  return editor;
}

/* Links to the hidden box (the list of errors) go to the editor in its place. */
function redirectAnchor(box, place) {
  for (const link of document.querySelectorAll(`a[href="#${box.id}"]`)) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      place.firstElementChild.focus();
      place.scrollIntoView({ block: "center" });
    });
  }
}

/* Text processors paste a style with every word; the policy of the portal would refuse and report each of them. */
function withoutStyles(markup) {
  return markup.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle=("[^"]*"|'[^']*')/gi, "");
}

/* What stands in the box may be plain text, which knows paragraphs only. */
function asMarkup(text) {
  if (/<\/?(p|h[1-6]|ul|ol|li|blockquote|table|strong|em|b|i|a|span|br)(\s[^<>]*)?>/i.test(text)) return text;
  const escaped = text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const noted = escaped.replace(/\^\[([^[\]]+)\]/g, '<span class="footnote">$1</span>');
  const blocks = noted.split(/\n[ \t]*\n/).filter((block) => block.trim());
  return blocks.map((block) => `<p>${block.trim().replace(/\n/g, "<br>")}</p>`).join("");
}

/* The script of the pages on which pieces are written and translated: a bundle of its own, which no other page loads.
   Each box of text becomes an editor, and what is typed into a piece is kept beside it. Without it the boxes take
   plain text with blank lines between paragraphs, and the Save button does the work. */

import { Autosave } from "./writing/autosave.js";
import { editorFor } from "./writing/editor.js";

for (const form of document.querySelectorAll("form[data-word-bar]")) {
  const autosave = form.dataset.writing ? new Autosave(form) : null;
  for (const box of form.querySelectorAll("textarea[data-rich]")) editorFor(box, form.dataset, () => autosave?.typed());
}

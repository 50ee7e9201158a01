/* The script of the writing page: a bundle of its own, which no other page loads.
   Each box of text becomes an editor, and what is typed is kept beside the piece. Without it the boxes take plain
   text with blank lines between paragraphs, and the Save button does the work. */

import { Autosave } from "./writing/autosave.js";
import { editorFor } from "./writing/editor.js";

for (const form of document.querySelectorAll("form[data-writing]")) {
  const autosave = new Autosave(form);
  for (const box of form.querySelectorAll("textarea[data-rich]")) editorFor(box, form.dataset, () => autosave.typed());
}

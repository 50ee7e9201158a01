/* The row of buttons above an editor, after the ARIA toolbar pattern: one stop for Tab, arrows within.

   A link is asked for in a small row of its own, as a dialog of the browser would lose the selection on a phone. */

import { drawn } from "./icons.js";

const BUTTONS = [
  { name: "bold", shown: "B", mark: "bold", run: (chain) => chain.toggleBold() },
  { name: "italic", shown: "I", mark: "italic", run: (chain) => chain.toggleItalic() },
  { name: "heading", shown: "H", mark: ["heading", { level: 2 }], run: (chain) => chain.toggleHeading({ level: 2 }) },
  { name: "subheading", shown: "h", mark: ["heading", { level: 3 }], run: (chain) => chain.toggleHeading({ level: 3 }) },
  { name: "list", mark: "bulletList", run: (chain) => chain.toggleBulletList() },
  { name: "numbers", mark: "orderedList", run: (chain) => chain.toggleOrderedList() },
  { name: "quote", mark: "blockquote", run: (chain) => chain.toggleBlockquote() },
  { name: "link", mark: "link" },
  { name: "note", shown: "x¹", mark: "footnote", run: (chain) => chain.toggleMark("footnote") },
  { name: "table", hides: "table", run: (chain) => chain.insertTable({ rows: 3, cols: 2, withHeaderRow: true }) },
  { name: "row", needs: "table", run: (chain) => chain.addRowAfter() },
  { name: "column", needs: "table", run: (chain) => chain.addColumnAfter() },
  { name: "rowless", needs: "table", run: (chain) => chain.deleteRow() },
  { name: "columnless", needs: "table", run: (chain) => chain.deleteColumn() },
  { name: "tableless", needs: "table", run: (chain) => chain.deleteTable() },
  { name: "undo", run: (chain) => chain.undo() },
  { name: "redo", run: (chain) => chain.redo() },
];

export function toolbarFor(editor, words) {
  const bar = document.createElement("div");
  bar.className = "editor-bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", words.wordBar);
  const buttons = BUTTONS.map((each) => button(each, words, editor));
  bar.append(...buttons.map(([element]) => element));
  const asked = linkRow(editor, words);
  buttons.find(([, each]) => each.name === "link")[0].addEventListener("click", () => asked.open());
  const refresh = () => buttons.forEach(([element, each]) => reflect(element, each, editor));
  editor.on("transaction", refresh);
  refresh();
  moveByArrows(bar);
  const whole = document.createElement("div");
  whole.className = "editor-head";
  whole.append(bar, asked.row);
  return whole;
}

function button(each, words, editor) {
  const element = document.createElement("button");
  element.type = "button";
  element.append(drawn(each.name) || each.shown);
  const word = words[`word${each.name[0].toUpperCase()}${each.name.slice(1)}`];
  element.title = word;
  element.setAttribute("aria-label", word);
  element.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  if (each.run) element.addEventListener("click", () => each.run(editor.chain().focus()).run());
  return [element, each];
}

function reflect(element, each, editor) {
  if (each.mark) element.setAttribute("aria-pressed", String(editor.isActive(...[each.mark].flat())));
  if (each.needs) element.hidden = !editor.isActive(each.needs);
  if (each.hides) element.hidden = editor.isActive(each.hides);
}

function moveByArrows(bar) {
  const shown = () => [...bar.children].filter((each) => !each.hidden);
  [...bar.children].forEach((each, place) => (each.tabIndex = place ? -1 : 0));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] * (getComputedStyle(bar).direction === "rtl" ? -1 : 1);
    if (!step) return;
    event.preventDefault();
    const there = shown();
    const next = there[(there.indexOf(document.activeElement) + step + there.length) % there.length];
    [...bar.children].forEach((each) => (each.tabIndex = each === next ? 0 : -1));
    next.focus();
  });
}

function linkRow(editor, words) {
  const row = document.createElement("div");
  row.className = "editor-link";
  row.hidden = true;
  const input = document.createElement("input");
  input.type = "url";
  input.dir = "ltr";
  input.placeholder = "https://";
  input.setAttribute("aria-label", words.wordAddress);
  const set = document.createElement("button");
  set.type = "button";
  set.className = "btn btn-outline";
  set.textContent = words.wordLink;
  const close = () => {
    row.hidden = true;
    editor.commands.focus();
  };
  const apply = () => {
    const address = input.value.trim();
    const chain = editor.chain().focus().extendMarkRange("link");
    if (!address) chain.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive("link")) chain.insertContent({ type: "text", text: address, marks: [{ type: "link", attrs: { href: full(address) } }] }).run();
    else chain.setLink({ href: full(address) }).run();
    close();
  };
  set.addEventListener("click", apply);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key !== "Enter") return;
    event.preventDefault(); // Enter would send the form
    apply();
  });
  row.append(input, set);
  const open = () => {
    row.hidden = false;
    input.value = editor.getAttributes("link").href || "";
    input.focus();
  };
  return { row, open };
}

/* "example.org" and "name@example.org" as people type them. */
function full(address) {
  if (/^(https?:|mailto:)/i.test(address)) return address;
  return address.includes("@") && !address.includes("/") ? `mailto:${address}` : `https://${address}`;
}

/* Suggestions while typing, after the ARIA combobox pattern with a list.

   <input data-suggest-url="/…/suggest/"           GET ?q=… answers {"results": [{"id", "label", "hint"}]}
          data-suggest-target="id_of_hidden_input"  gets the chosen id; emptied when the text changes
          data-suggest-add="Add “{q}” as new"       optional last row: keeps the text, no id
          data-suggest-count="{n} suggestions"      read out by screen readers
          data-suggest-none="No suggestions">
   Without this script the text itself is sent, and the server looks it up. */

const DELAY = 180;
let serial = 0;

export function enhanceComboboxes(root) {
  for (const input of root.querySelectorAll("input[data-suggest-url]")) new Combobox(input);
}

class Combobox {
  constructor(input) {
    this.input = input;
    this.target = document.getElementById(input.dataset.suggestTarget);
    this.rows = [];
    this.active = -1;
    this.build();
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  build() {
    const id = `suggest-${++serial}`;
    const box = element("div", "combobox");
    this.input.replaceWith(box);
    this.list = element("ul", "combobox-list");
    this.list.id = id;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.input.labels[0] ? this.input.labels[0].textContent.trim() : "");
    this.list.hidden = true;
    this.status = element("p", "visually-hidden");
    this.status.setAttribute("role", "status");
    box.append(this.input, this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false",
    })) this.input.setAttribute(name, value);
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("li");
      if (row) this.choose([...this.list.children].indexOf(row));
    });
  }

  typed() {
    if (this.target) this.target.value = "";
    clearTimeout(this.timer);
    const query = this.input.value.trim();
    if (query.length < 2) return this.close();
    this.timer = setTimeout(() => this.fetch(query), DELAY);
  }

  async fetch(query) {
    const url = new URL(this.input.dataset.suggestUrl, location.href);
    url.searchParams.set("q", query);
    let found;
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      found = (await answer.json()).results;
    } catch {
      return; // offline: the field stays a plain text field
    }
    if (query === this.input.value.trim()) this.show(found, query);
  }

  show(found, query) {
    const { suggestAdd, suggestCount, suggestNone } = this.input.dataset;
    this.rows = found.map((row) => ({ ...row }));
    if (suggestAdd) this.rows.push({ id: "", label: query, add: suggestAdd.replace("{q}", query) });
    this.list.replaceChildren(...this.rows.map((row, index) => this.option(row, index, query)));
    this.active = -1;
    this.list.hidden = !this.rows.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = found.length ? (suggestCount || "{n}").replace("{n}", found.length) : suggestNone || "";
  }

  option(row, index, query) {
    const item = element("li");
    item.id = `${this.list.id}-${index}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    if (row.add) item.append(element("span", "add", row.add));
    else item.append(...marked(row.label, query));
    if (row.hint) item.append(" ", element("span", "meta", `· ${row.hint}`));
    return item;
  }

  key(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves && !this.list.hidden) {
      event.preventDefault();
      this.move(moves[event.key]);
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    }
  }

  move(step) {
    const items = this.list.children;
    if (this.active >= 0) items[this.active].setAttribute("aria-selected", "false");
    this.active = (this.active + step + items.length + (this.active < 0 && step < 0 ? 1 : 0)) % items.length;
    const item = items[this.active];
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", item.id);
  }

  choose(index) {
    const row = this.rows[index];
    this.input.value = row.label;
    if (this.target) this.target.value = row.id;
    this.close();
    this.input.dispatchEvent(new CustomEvent("suggest:chosen", { bubbles: true, detail: row }));
  }

  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function marked(label, query) {
  const at = label.toLowerCase().indexOf(query.toLowerCase());
  if (at < 0) return [label];
  const end = at + query.length;
  return [label.slice(0, at), element("mark", "", label.slice(at, end)), label.slice(end)];
}

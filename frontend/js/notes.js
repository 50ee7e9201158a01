/* <form data-notes="…" data-saved="Saved {time}" data-kept="Not saved yet, kept on this phone" data-typing="…"
         data-elsewhere="…">:
   notes that are saved while they are typed.

   Each stroke is kept in localStorage at once and sent after a short pause, one request at a time. What the portal
   has got is dropped here; what it has not is sent again when the line is back, or when the page is next opened.
   The portal answers 409 where the same writer saved other words elsewhere. Where those are part of what stands
   here (an answer got lost on a bad line), it is sent on; else both texts are shown, and nothing is sent until the
   writer has chosen. Without this script the Save button does the work. */

const PAUSE = 1000;
const RETRY = 15000;

export function enhanceNotes(root) {
  for (const form of root.querySelectorAll("form[data-notes]")) new Notes(form);
}

class Notes {
  constructor(form) {
    this.form = form;
    this.text = form.elements.text;
    this.version = form.elements.version;
    this.other = form.querySelector("[data-notes-other]");
    this.prefix = `notes:${form.dataset.notes}:`;
    this.key = this.prefix + Math.random().toString(36).slice(2);
    this.saved = this.other.hidden ? this.text.value : null;
    form.addEventListener("submit", (event) => this.submitted(event));
    this.text.addEventListener("input", () => this.typed());
    addEventListener("online", () => this.send());
    addEventListener("pagehide", () => this.send());
    document.addEventListener("visibilitychange", () => document.hidden && this.send());
    setInterval(() => this.send(), RETRY);
    this.takeUpKept();
  }

  typed() {
    this.keep();
    this.show(this.other.hidden ? "typing" : "elsewhere");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), PAUSE);
  }

  submitted(event) {
    event.preventDefault();
    if (!this.other.hidden) {
      if (event.submitter && event.submitter.value === "both") this.text.value = joined(this.form.elements.other.value, this.text.value);
      this.other.hidden = true;
      this.saved = null;
      this.keep();
      this.text.focus();
    }
    this.refused = "";
    if (this.text.value === this.saved) this.show("saved");
    else this.send();
  }

  async send() {
    const text = this.text.value;
    if (this.busy || text === this.saved || text === this.refused || !this.other.hidden) return;
    clearTimeout(this.timer);
    this.busy = true;
    try {
      await this.post(text);
    } catch {
      this.show("kept"); // no line, or no answer that is ours: the copy stays on the phone
    } finally {
      this.busy = false;
    }
  }

  async post(text) {
    const body = new FormData(this.form);
    body.set("text", text);
    body.delete("other");
    const init = { method: "POST", body, headers: { Accept: "application/json" }, keepalive: text.length < 15000 };
    const answer = await fetch(this.form.action, init);
    const told = await answer.json();
    if (answer.status === 409) return this.overtaken(told);
    if (answer.status === 400) {
      this.refused = text;
      return this.show("kept", told.message);
    }
    if (!answer.ok) throw new Error(answer.status);
    this.version.value = told.version;
    this.saved = text;
    if (this.text.value !== text) return this.typed();
    this.drop(this.key);
    return this.show("saved");
  }

  overtaken(told) {
    this.version.value = told.version;
    if (!this.text.value.includes(told.text.trim())) return this.conflict(told.text);
    this.keep();
    this.timer = setTimeout(() => this.send(), PAUSE);
  }

  conflict(text) {
    this.form.elements.other.value = text;
    this.other.hidden = false;
    this.keep();
    this.show("elsewhere"); // the focus stays: a jump would swallow what is being typed
  }

  /* What an earlier page could not send: at once if nobody wrote since, else the writer chooses. */
  takeUpKept() {
    const stood = this.text.value;
    const kept = this.keys().map((key) => [key, JSON.parse(localStorage.getItem(key))]);
    const unsent = kept.filter(([, copy]) => copy.text.trim() !== stood.trim());
    if (unsent.length) {
      this.text.value = unsent.map(([, copy]) => copy.text).reduce(joined);
      const inStep = unsent[0][1].version === this.version.value || this.text.value.includes(stood.trim());
      if (!this.other.hidden) this.text.value = joined(this.text.value, stood);
      else if (!inStep) this.conflict(stood);
      this.keep();
      this.send();
    }
    for (const [key] of kept) this.drop(key);
  }

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ text: this.text.value, version: this.version.value }));
    } catch {
      // storage is full or forbidden: the words are on the page, and go out as soon as they can
    }
  }

  keys() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(this.prefix));
    } catch {
      return [];
    }
  }

  drop(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // nothing was kept either
    }
  }

  /* Read out only when it turns from one into the other, not with every save. */
  show(state, message) {
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const words = message || this.form.dataset[state].replace("{time}", time);
    this.form.querySelector("[data-notes-shown]").textContent = words;
    if (state === "typing" || (state === this.state && !message)) return;
    this.state = state;
    this.form.querySelector("[data-notes-said]").textContent = words;
  }
}

function joined(one, two) {
  return one && two ? `${one}\n\n${two}` : one || two;
}

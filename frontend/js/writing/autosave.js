/* <form data-writing="/address/" data-kept="Kept at {time}" data-lost="…" data-elsewhere="…" data-typing="…">

   What is typed is sent after a short pause and kept beside the piece, one request at a time; nothing is saved by it.
   What the portal has not got is sent again when the line is back, and leaving the page asks first. */

const PAUSE = 3000;
const RETRY = 15000;

export class Autosave {
  constructor(form) {
    this.form = form;
    this.said = form.querySelector("[data-writing-said]");
    this.kept = this.typedText();
    form.addEventListener("input", () => this.typed());
    form.addEventListener("submit", () => {
      this.leaves = true;
    });
    addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => document.hidden && this.send());
    addEventListener("beforeunload", (event) => {
      if (!this.leaves && this.typedText() !== this.kept) event.preventDefault();
    });
    setInterval(() => this.send(), RETRY);
  }

  typed() {
    if (!this.state) this.show("typing");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), PAUSE);
  }

  typedText() {
    const data = new FormData(this.form);
    data.delete("csrfmiddlewaretoken");
    return JSON.stringify([...data]);
  }

  async send() {
    const text = this.typedText();
    if (this.busy || this.leaves || text === this.kept) return;
    clearTimeout(this.timer);
    this.busy = true;
    try {
      const init = { method: "POST", body: new FormData(this.form), headers: { Accept: "application/json" } };
      const answer = await fetch(this.form.dataset.writing, init);
      const told = await answer.json();
      if (answer.status === 400) this.show("refused", told.message);
      else if (!answer.ok) throw new Error(answer.status);
      else if (String(told.version) !== this.form.elements.version.value) this.show("elsewhere");
      else this.show("kept");
      this.kept = text;
    } catch {
      this.show("lost");
    } finally {
      this.busy = false;
    }
  }

  show(state, message) {
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.state = state;
    this.said.textContent = message || this.form.dataset[state].replace("{time}", time);
  }
}

/* <textarea maxlength data-counter="{n} of {max} characters">: the count, under the field.

   People using a screen reader hear it only when they pause, and only near the limit. */

export function enhanceCounters(root) {
  for (const field of root.querySelectorAll("[data-counter]")) {
    const max = Number(field.dataset.max || field.maxLength);
    const words = field.dataset.counter || "{n} / {max}";
    const text = () => words.replace("{n}", field.value.length).replace("{max}", max);

    const shown = note("meta field-note");
    shown.setAttribute("aria-hidden", "true");
    const spoken = note("visually-hidden");
    spoken.setAttribute("role", "status");
    field.after(shown, spoken);

    let pause;
    const update = () => {
      shown.textContent = text();
      clearTimeout(pause);
      pause = setTimeout(() => {
        spoken.textContent = field.value.length > max * 0.9 ? text() : "";
      }, 1000);
    };
    field.addEventListener("input", update);
    update();
  }
}

function note(className) {
  const p = document.createElement("p");
  p.className = className;
  return p;
}

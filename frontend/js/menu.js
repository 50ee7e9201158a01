/* <details class="menu"> opens and closes by itself; this closes it on Escape or a click elsewhere, and starts in its field. */

export function enhanceMenus(root) {
  const open = () => root.querySelectorAll("details.menu[open]");

  root.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  root.addEventListener(
    "toggle",
    (event) => {
      if (event.target.matches("details.menu[open]")) event.target.querySelector("input[type=search]")?.focus();
    },
    true,
  );
}

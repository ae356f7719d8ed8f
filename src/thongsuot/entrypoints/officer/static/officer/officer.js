"use strict";
// The dock follows the row in focus; the print button appears where printing is possible.
// Without this file the dock shows the first row, and every act is one click away on the dossier.
(() => {
  const dock = document.getElementById("dock");

  const show = (row) => {
    const kept = document.getElementById(row.dataset.dock);
    if (!kept || row.hasAttribute("aria-current")) return;
    for (const other of document.querySelectorAll("[data-dock][aria-current]")) other.removeAttribute("aria-current");
    row.setAttribute("aria-current", "true");
    dock.replaceChildren(kept.content.cloneNode(true));
  };

  if (dock) {
    document.addEventListener("focusin", (event) => {
      const row = event.target.closest("[data-dock]");
      if (row) show(row);
    });
    document.addEventListener("click", (event) => {
      const row = event.target.closest("[data-dock]");
      if (row && !event.target.closest("a, button")) row.querySelector("[data-open]").focus();
      // The back button leads to the row from which one left.
      const left = document.querySelector("[data-dock][aria-current] [data-open]");
      if (left && event.target.closest("a, button")) history.replaceState({ left: left.getAttribute("href") }, "");
    });
    const left = history.state && history.state.left;
    const again = left && document.querySelector(`[data-open][href="${CSS.escape(left)}"]`);
    if (again) again.focus();
  }

  // What stands behind a text until it is there goes once it is.
  for (const wait of document.querySelectorAll("[data-wait]")) {
    wait.nextElementSibling.addEventListener("load", () => { wait.hidden = true; });
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // A menu closes when one leaves it or presses Escape.
  for (const menu of document.querySelectorAll(".of-who")) {
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
      event.stopPropagation();
    });
  }
})();

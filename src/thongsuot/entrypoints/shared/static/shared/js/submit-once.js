"use strict";
// A double click sends once. The server refuses the second act anyway (idempotency key); this only
// spares the visitor its answer. Without scripts nothing is lost. A form whose answer goes to
// another tab or is a file to keep leaves this page as it stands: it may be sent again.
// Where an answer takes long, the form says after two seconds that it is on its way (data-slow).
const SLOW_MS = 2000;
const tell = (form, isSent) => {
  const told = form.querySelector("[data-slow]");
  if (told) told.textContent = isSent ? told.dataset.slow : "";
};
const leavesThePage = (form) => form.target !== "_blank" && !("stays" in form.dataset);
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent && form.method === "post") {
    event.preventDefault();
    return;
  }
  if (!leavesThePage(form)) return;
  form.dataset.sent = "1";
  setTimeout(() => tell(form, Boolean(form.dataset.sent)), SLOW_MS);
});
// A page that says what is wrong in a form is the answer to sending it. "Back" and "Reload" ask for
// the page anew instead of asking whether to send it once more.
if (document.querySelector(".ts-errors")) history.replaceState(history.state, "");
// Back from the page cache: the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.sent;
    tell(form, false);
  }
});

"use strict";
// A question that depends on another is shown when the other has one of its answers. Without this
// file all questions are shown, and the server ignores those that were not asked.
document.addEventListener("DOMContentLoaded", () => {
  const parts = [...document.querySelectorAll("[data-shown-field]")];
  const answerTo = (form, name) => {
    const named = form.elements[name];
    return named ? named.value : "";
  };
  const show = () => {
    for (const part of parts) {
      const answer = answerTo(part.closest("form"), part.dataset.shownField);
      part.hidden = !part.dataset.shownValues.split(" ").includes(answer);
    }
  };
  if (!parts.length) return;
  for (const note of document.querySelectorAll(".cz-when__note")) note.remove();
  document.addEventListener("change", show);
  show();
});

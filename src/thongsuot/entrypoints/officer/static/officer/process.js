"use strict";
// Draws a process with bpmn-js, whose mark stays on the drawing. Without this file the table says it.
(async () => {
  const frame = document.querySelector("[data-bpmn]");
  if (!frame || !window.BpmnJS) return;
  const wait = frame.querySelector(".of-process__wait");
  const viewer = new window.BpmnJS({ container: frame });
  const canvas = viewer.get("canvas");
  try {
    const answer = await fetch(frame.dataset.bpmn);
    if (!answer.ok) throw new Error(String(answer.status));
    await viewer.importXML(await answer.text());
  } catch {
    viewer.destroy();
    wait.textContent = wait.dataset.failed;
    return;
  }
  wait.remove();
  const picture = frame.querySelector("svg[data-element-id]") || frame.querySelector("svg");
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", frame.dataset.name);
  canvas.zoom("fit-viewport", "auto");
  const steps = {
    in: () => canvas.zoom(canvas.zoom() * 1.25),
    out: () => canvas.zoom(canvas.zoom() / 1.25),
    fit: () => canvas.zoom("fit-viewport", "auto"),
  };
  for (const button of document.querySelectorAll("[data-zoom]")) button.addEventListener("click", steps[button.dataset.zoom]);
  document.querySelector(".of-process__zoom").hidden = false;
  frame.dataset.drawn = "yes";
})();

"use strict";
// Sends files as soon as they are chosen and says how far they are. The server answers with the
// same page as without this file; its main part takes the place of the old one. A broken
// connection loses nothing: what was kept stays, and the chosen files wait for "Tải lại".
(() => {
  const MEGABYTE = 1024 * 1024;
  const megabytes = (bytes) => (bytes / MEGABYTE).toFixed(1).replace(".", ",");
  const filled = (text, facts) => text.replace(/\{(\w+)\}/g, (_all, name) => facts[name]);

  const put = (page) => {
    const next = new DOMParser().parseFromString(page, "text/html");
    const main = next.querySelector("main");
    document.querySelector("main").replaceWith(main);
    document.title = next.title;
  };

  const fieldsOf = (paper, name, files) => {
    const fields = new FormData();
    for (const hidden of paper.closest("form").querySelectorAll("input[type=hidden]")) {
      fields.append(hidden.name, hidden.value);
    }
    fields.append("tai", paper.dataset.paper);
    for (const file of files) fields.append(name, file, file.name);
    return fields;
  };

  const send = (paper, name, files) => {
    const words = paper.querySelector("[data-progress]");
    const ten = files.map((file) => file.name).join(", ");
    const wire = new XMLHttpRequest();
    const show = (da, tong) => {
      const facts = { ten, pct: Math.round((100 * da) / Math.max(tong, 1)), da: megabytes(da), tong: megabytes(tong) };
      words.textContent = filled(words.dataset.progress, facts);
    };
    wire.upload.addEventListener("progress", (event) => show(event.loaded, event.total));
    wire.addEventListener("load", () => {
      put(wire.responseText);
      const place = document.querySelector(".ts-errors") || document.getElementById(paper.id);
      if (place) place.focus();
    });
    wire.addEventListener("error", () => {
      words.textContent = filled(words.dataset.lost, { ten });
      const again = paper.querySelector("[data-again]");
      again.hidden = false;
      again.addEventListener("click", () => send(paper, name, files), { once: true });
      again.focus();
    });
    paper.querySelector("[data-again]").hidden = true;
    show(0, files.reduce((sum, file) => sum + file.size, 0));
    wire.open("POST", window.location.href);
    wire.send(fieldsOf(paper, name, files));
  };

  document.documentElement.classList.add("cz-sends-itself");
  document.addEventListener("change", (event) => {
    const input = event.target;
    const paper = input.closest("[data-paper]");
    if (paper && input.type === "file" && input.files.length) send(paper, input.name, [...input.files]);
  });
})();

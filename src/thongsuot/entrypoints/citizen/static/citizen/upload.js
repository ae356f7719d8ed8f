"use strict";
// Sends files as soon as they are chosen and says how far they are. The server answers with the
// same page as without this file; the row of the paper is taken from it. A broken connection loses
// nothing: what was kept stays, and the chosen files wait for "Tải lại"; so they do when a line is
// dead without saying so. A file that is too large is not sent at all: on a telephone that costs
// money. The form itself waits until nothing is under way, and says so.
(() => {
  const MEGABYTE = 1024 * 1024;
  const TOO_LARGE = 413;
  const megabytes = (bytes) => (bytes / MEGABYTE).toFixed(1).replace(".", ",");
  const filled = (text, facts) => text.replace(/\{(\w+)\}/g, (_all, name) => facts[name]);
  const rowOf = (id) => document.getElementById(id);
  const DEAD_LINE_MS = 30 * 1000;
  const DEAD_SERVER_MS = 180 * 1000;  // photographs are turned into pages before it answers
  const STEP = 10;
  let underWay = 0;
  let pressed = null;
  let showAgain = () => {};

  const swap = (selector, next, place) => {
    const old = document.querySelector(selector);
    const fresh = next.querySelector(selector);
    if (old && fresh) old.replaceWith(fresh);
    else if (old) old.remove();
    else if (fresh && place) place.prepend(fresh);
  };

  const put = (next, id) => {
    const row = next.getElementById(id);
    if (!row) {
      document.querySelector("main").replaceWith(next.querySelector("main"));
    } else {
      rowOf(id).replaceWith(row);
      swap(".ts-errors", next, document.querySelector(".ts-question"));
      swap(".ts-question .ts-table", next, null);
      listen(row);
    }
    document.title = next.title;
  };

  const settle = (id, hadFocus) => {
    underWay -= 1;
    const problems = document.querySelector(".ts-errors");
    const place = problems || rowOf(id);
    if (place && (problems || hadFocus)) place.focus();
    if (underWay || !pressed) return;
    const button = pressed;
    pressed = null;
    if (!problems) button.form.requestSubmit(button);
  };

  const fieldsOf = (row, name, files) => {
    const fields = new FormData();
    for (const hidden of row.closest("form").querySelectorAll("input[type=hidden]")) {
      fields.append(hidden.name, hidden.value);
    }
    fields.append("tai", row.dataset.paper);
    for (const file of files) fields.append(name, file, file.name);
    return fields;
  };

  const send = (id, name, files) => {
    const ten = files.map((file) => file.name).join(", ");
    const total = files.reduce((sum, file) => sum + file.size, 0);
    const say = (what, facts) => {
      const words = rowOf(id).querySelector("[data-progress]");
      words.textContent = filled(words.dataset[what], { ten, ...facts });
    };
    const show = (da, tong) => {
      const pct = STEP * Math.floor((100 / STEP) * (da / Math.max(tong, 1)));  // read out ten times, not a hundred
      showAgain = () => say(pressed ? "held" : "progress", { pct, da: megabytes(da), tong: megabytes(tong) });
      if (pct !== shown) showAgain();
      shown = pct;
    };
    let shown = null;
    let watch = 0;
    const wire = new XMLHttpRequest();
    const waitFor = (milliseconds) => {
      clearTimeout(watch);
      watch = setTimeout(() => {
        wire.abort();
        lose();
      }, milliseconds);
    };
    wire.upload.addEventListener("progress", (event) => {
      show(event.loaded, event.total);
      waitFor(DEAD_LINE_MS);
    });
    wire.upload.addEventListener("load", () => waitFor(DEAD_SERVER_MS));
    wire.addEventListener("loadend", () => clearTimeout(watch));
    const giveUp = (what) => {
      underWay -= 1;
      pressed = null;
      say(what, { tong: megabytes(total) });
    };
    const lose = () => {
      giveUp("lost");
      const again = rowOf(id).querySelector("[data-again]");
      again.hidden = false;
      again.addEventListener("click", () => send(id, name, files), { once: true });
      again.focus();
    };
    // Sent once more it would be as large: nothing to press, and the field is free for another file.
    const refuse = () => {
      giveUp("large");
      rowOf(id).querySelector(`[name="${CSS.escape(name)}"]`).value = "";
    };
    wire.addEventListener("load", () => {
      const next = new DOMParser().parseFromString(wire.responseText, "text/html");
      if (!next.querySelector("main")) return wire.status === TOO_LARGE ? refuse() : lose();  // a proxy's page, not one of ours
      const hadFocus = rowOf(id).contains(document.activeElement) || document.activeElement === document.body;
      put(next, id);
      settle(id, hadFocus);
    });
    wire.addEventListener("error", lose);
    underWay += 1;
    rowOf(id).querySelector("[data-again]").hidden = true;
    const most = Number(rowOf(id).querySelector("[data-progress]").dataset.most);
    if (files.every((file) => file.size > most)) return refuse();
    show(0, total);
    wire.open("POST", window.location.href);
    wire.send(fieldsOf(rowOf(id), name, files));
    waitFor(DEAD_LINE_MS);
  };

  // On the inputs themselves, not on the document: a row may be replaced while its dialog is open,
  // and what is chosen there must be sent all the same.
  const listen = (part) => {
    for (const input of part.querySelectorAll("input[type=file]")) {
      const id = input.closest("[data-paper]").id;
      input.addEventListener("change", () => {
        if (input.files.length && rowOf(id)) send(id, input.name, [...input.files]);
      });
    }
  };

  document.addEventListener("submit", (event) => {
    if (!underWay || !event.target.querySelector("[data-paper]")) return;
    event.preventDefault();
    delete event.target.dataset.sent;
    pressed = event.submitter;
    showAgain();
  });
  document.addEventListener("DOMContentLoaded", () => {
    if (!document.querySelector("[data-paper]")) return;
    document.documentElement.classList.add("cz-sends-itself");
    listen(document);
  });
})();

"use strict";
// Single keys for officers. An element names its keys: data-key="1", "/", "alt+2", "1 ctrl+enter".
// A link or button is pressed, a field is focused. Arrow keys (or j and k) walk the links marked
// data-open, Enter opens the framed one; Space ticks the row. Everything can be done without this
// file, and it can be switched off with a button marked data-keys-switch (kept on this machine
// only). Escape in a field only leaves the field; pressed once more, it closes the page. A key held
// down presses once.
(() => {
  const SWITCH = "ts-keys";
  const isOff = () => localStorage.getItem(SWITCH) === "off";
  const isTyping = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const ownsArrows = (target) => isTyping(target) || target.closest("[type=radio], summary, iframe");

  const nameOf = (event) => {
    const held = [];
    if (event.ctrlKey || event.metaKey) held.push("ctrl");
    if (event.altKey) held.push("alt");
    held.push(event.key.toLowerCase());
    return held.join("+");
  };

  const press = (element) => {
    if (element.matches("input, select, textarea")) element.focus();
    else element.click();
  };

  const walk = (step) => {
    const links = [...document.querySelectorAll("[data-open]")];
    if (!links.length) return false;
    const at = links.findIndex((link) => link.closest("tr, li") === document.activeElement.closest("tr, li"));
    const next = links[Math.min(Math.max(at + step, 0), links.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  };

  const tick = () => {
    const row = document.activeElement.closest("tr, li");
    const box = row && row.querySelector("input[type=checkbox]");
    if (!box || document.activeElement === box) return false;
    box.click();
    return true;
  };

  // Enter opens the row that is framed, also where nothing has the focus yet.
  const open = () => {
    const framed = document.querySelector("[aria-current=true] [data-open]");
    if (!framed || document.activeElement !== document.body) return false;
    framed.click();
    return true;
  };

  const WALKS = { enter: open, arrowdown: () => walk(1), j: () => walk(1), arrowup: () => walk(-1), k: () => walk(-1), " ": tick };

  document.addEventListener("keydown", (event) => {
    // A Vietnamese input method composes letters: those keystrokes are not ours.
    if (event.isComposing || event.defaultPrevented) return;
    const name = nameOf(event);
    if (name === "escape" && isTyping(event.target)) {
      event.target.blur();
      event.preventDefault();
      return;
    }
    // Only single characters can be meant as text; Ctrl+Enter works inside fields too.
    const isCharacter = event.key.length === 1 && !name.includes("+");
    if (isCharacter && (isOff() || isTyping(event.target))) return;
    const target = document.querySelector(`[data-key~="${CSS.escape(name)}"]`);
    if (target && event.repeat) return;
    // Ctrl+Enter in a field sends the form of that field, never another one of the page.
    const form = isTyping(event.target) && event.target.form;
    if (target && form && target.form && target.form !== form && name === "ctrl+enter") {
      form.requestSubmit();
      event.preventDefault();
      return;
    }
    if (target) press(target);
    else if (isOff() || !WALKS[name] || ownsArrows(event.target) || !WALKS[name]()) return;
    event.preventDefault();
  });

  // A frame with a PDF in focus hears the keys instead of the page: it gives the focus back when the
  // pointer comes out of it.
  document.addEventListener("pointerover", (event) => {
    const frame = document.activeElement;
    if (!(frame instanceof HTMLIFrameElement) || event.target === frame) return;
    frame.blur();
    window.focus();
  });

  const show = (button) => {
    button.setAttribute("aria-pressed", String(!isOff()));
  };
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-keys-switch]")) {
      show(button);
      button.addEventListener("click", () => {
        if (isOff()) localStorage.removeItem(SWITCH);
        else localStorage.setItem(SWITCH, "off");
        show(button);
      });
    }
  });
})();

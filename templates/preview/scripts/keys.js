/* The keyboard: what a key does depends on where the focus is. */
const keys = (function () {
  "use strict";

  const { byId } = dom;
  const MOVES = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };

  /* `acts`: `press(key)` does what a key does anywhere, and returns whether it does anything; `empty()` empties the
     search and returns whether anything was in it; `move(by)` moves in the list; `open()` shows the card. */
  function listen(acts) {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (used(event, acts)) event.preventDefault();
    });
  }

  function used({ target, key }, acts) {
    if (target === byId("query")) return inSearch(key, acts);
    const row = target.closest("#facets details[open]");
    if (row && key === "Escape") return close(row);
    if (target.closest("button, summary, a") && (key === " " || key === "Enter")) return false;
    if (target === byId("list")) {
      if (Object.hasOwn(MOVES, key)) return acts.move(MOVES[key]);
      if (key === "Enter") acts.open();
    }
    return acts.press(key);
  }

  /* Escape empties the search, and leaves one that is empty. */
  function inSearch(key, { empty }) {
    if (key === "Enter" || (key === "Escape" && !empty())) byId("list").focus();
    return key === "Escape";
  }

  function close(row) {
    row.open = false;
    row.querySelector("summary").focus();
    return true;
  }

  return { listen };
})();

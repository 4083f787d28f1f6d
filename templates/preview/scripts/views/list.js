/* The list of entries: only the rows that are visible exist. */
const list = (function () {
  "use strict";

  const { entries } = data;
  const { element, byId } = dom;
  const { shortened, titleOf, detailOf } = parts;
  const ROW = 60; /* pixels, as in cards.css */
  const SPARE = 8; /* rows drawn above and below the visible ones */

  /* Draw the entries with the numbers `shown`, of which `at` is chosen; `scroll` brings that one into view. */
  function draw({ shown, at }, { scroll, opened }) {
    const scroller = byId("scroller");
    const place = shown.indexOf(at);
    byId("list").style.height = shown.length * ROW + "px";
    if (scroll && place >= 0) bringIntoView(scroller, place * ROW);
    const first = Math.max(0, Math.floor(scroller.scrollTop / ROW) - SPARE);
    const last = Math.min(shown.length, Math.ceil((scroller.scrollTop + scroller.clientHeight) / ROW) + SPARE);
    const places = [];
    for (let i = first; i < last; i++) places.push(i);
    if (place >= 0 && (place < first || place >= last)) places.push(place); /* the active row has to exist */
    byId("list").replaceChildren(...places.map((i) => row(shown, i, at, opened)));
    if (place >= 0) byId("list").setAttribute("aria-activedescendant", "entry-" + at);
    else byId("list").removeAttribute("aria-activedescendant");
  }

  function bringIntoView(scroller, top) {
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + ROW > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + ROW - scroller.clientHeight;
  }

  function row(shown, i, at, opened) {
    const number = shown[i];
    const entry = entries[number];
    const made = element(
      "li",
      {
        id: "entry-" + number,
        role: "option",
        "aria-selected": String(number === at),
        "aria-setsize": shown.length,
        "aria-posinset": i + 1,
      },
      element("span", { class: entry.id || !entry.stem ? "key" : "key words" }, name(entry)),
      element("span", { class: "topic" }, (entry.topic || [])[0] || ""),
      mark(entry),
      element("span", { class: "detail" }, detailOf(entry)),
    );
    made.style.top = i * ROW + "px";
    made.onclick = () => opened(number);
    return made;
  }

  /* An ID or path is told from its neighbours by its end, a stem by its beginning. */
  function name(entry) {
    return entry.id || !entry.stem ? shortened(titleOf(entry)) : titleOf(entry);
  }

  function mark(entry) {
    const count = entry.found.length;
    if (!count) return null;
    const errors = entry.found.some((one) => one.severity === "error");
    const label = count === 1 ? "1 diagnostic" : `${count} diagnostics`;
    return element("span", { class: errors ? "mark error" : "mark", "aria-label": label, role: "img" }, errors ? "✕" : String(count));
  }

  /* Say how many entries are shown, and whether anything filters them. */
  function tally(count, isFiltered) {
    const all = entries.length;
    const noun = entries.some((entry) => entry.note < 0) ? "entries" : all === 1 ? "question" : "questions";
    byId("count").textContent = count === all ? `${all} ${noun}` : `${count} of ${all} ${noun}`;
    byId("clear").hidden = !isFiltered;
    byId("list").hidden = !count;
    byId("none").hidden = count > 0;
    byId("none").textContent = all ? "No question matches." : "No question yet. Begin one: ankigen new question";
  }

  return { draw, tally };
})();

/* The filters: for each kind of value a row of chips, with how many entries each would leave. */
const facets = (function () {
  "use strict";

  const { entries } = data;
  const { valuesOf, passes } = search;
  const { element, byId } = dom;
  const KINDS = { bank: "Bank", topic: "Topic", trap: "Trap", level: "Level", domain: "Domain", kind: "Kind", found: "Diagnostics" };
  const ALIKE = ["bank", "kind"]; /* of these, one value is no choice */
  const rows = new Map(); /* kind -> { chips: name -> chip, row, picks } */

  /* Make the rows; a click on a chip calls `toggled(kind, name)`. */
  function make(toggled) {
    for (const [kind, title] of Object.entries(KINDS)) {
      const counts = counted(entries, kind);
      if (!counts.size || (ALIKE.includes(kind) && counts.size < 2)) continue;
      const sorted = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
      const chips = new Map(sorted.map((name) => [name, chip(kind, name, toggled)]));
      const picks = element("small", {});
      const row = element(
        "details",
        { "data-kind": kind },
        element("summary", {}, title, picks),
        element("div", { class: "chips" }, ...chips.values()),
      );
      rows.set(kind, { chips, row, picks });
      byId("facets").append(row);
    }
  }

  function chip(kind, name, toggled) {
    const made = element("button", { type: "button", class: "chip " + kind, "aria-pressed": "false" });
    made.append(element("span", {}, name), element("small", {}));
    made.onclick = () => toggled(kind, name);
    return made;
  }

  /* How many of the entries have each value of a kind. */
  function counted(some, kind) {
    const counts = new Map();
    for (const entry of some) {
      for (const name of new Set(valuesOf(entry, kind))) counts.set(name, (counts.get(name) || 0) + 1);
    }
    return counts;
  }

  /* Show what is picked, and how many entries a chip leaves beside the words of the search and the other kinds. */
  function draw(words, picked) {
    for (const [kind, { chips, row, picks }] of rows) {
      const counts = counted(entries.filter((entry) => passes(entry, words, picked, kind)), kind);
      for (const [name, made] of chips) {
        const count = counts.get(name) || 0;
        made.setAttribute("aria-pressed", String(picked[kind].has(name)));
        made.lastChild.textContent = " " + count;
        made.classList.toggle("none", !count);
      }
      const names = [...picked[kind]].join(", ");
      picks.textContent = " " + (names || chips.size);
      row.classList.toggle("active", Boolean(names));
    }
  }

  /* Sets of picks, one for each kind: the names that there are among those in `names`. */
  function picks(names) {
    const usable = (kind) => (names[kind] || []).filter((name) => rows.has(kind) && rows.get(kind).chips.has(name));
    return Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, new Set(usable(kind))]));
  }

  return { make, draw, picks };
})();

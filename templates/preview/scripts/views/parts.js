/* Parts of the page: entries in, elements out. Everything that comes from a bank is set as text. */
const parts = (function () {
  "use strict";

  const { banks } = data;
  const { element } = dom;
  const TITLES = { topic: "Topic", trap: "Trap", level: "Level", domain: "Domain", source: "Source" };

  /* The elements shown in place of a card, for an entry without one. */
  function leftOut(entry) {
    const head = entry.found[0].severity === "error" ? "Left out" : "Not about one question";
    return [element("h3", {}, head), findings(entry), place(entry.bank, entry.path, entry.line)];
  }

  function place(bank, path, line) {
    const folder = banks[bank].folder;
    const text = `${folder && folder !== "." ? folder + "/" : ""}${path}:${line}`;
    const copy = element("button", { type: "button", class: "quiet copy", "aria-label": "Copy " + text }, "Copy");
    copy.onclick = () =>
      navigator.clipboard.writeText(text).then(
        () => (copy.textContent = "Copied"),
        () => getSelection().selectAllChildren(copy.previousSibling),
      );
    return element("p", { class: "place" }, element("code", {}, text), copy);
  }

  function findings(entry) {
    return element(
      "ul",
      { class: "findings" },
      ...entry.found.map((one) =>
        element(
          "li",
          { class: one.severity },
          element("b", {}, `${one.severity}[${one.code}]`),
          ` ${one.message} `,
          element("span", { class: "at" }, one.path === entry.path ? `line ${one.line}` : `${one.path}:${one.line}`),
          one.hint ? element("span", { class: "hint" }, one.hint) : null,
        ),
      ),
    );
  }

  /* The details beside the card. */
  function about(entry) {
    const rows = [
      ["Deck", [entry.deck]],
      ...Object.keys(TITLES).map((kind) => [TITLES[kind], entry[kind]]),
      ["Copies", entry.copies],
    ].filter(([, values]) => values.length);
    const terms = rows.flatMap(([name, values]) => [
      element("dt", {}, name),
      element("dd", {}, ...values.map((value) => element("span", {}, value))),
    ]);
    return [
      place(entry.bank, entry.path, entry.line),
      entry.found.length ? findings(entry) : element("p", { class: "nothing" }, "No diagnostics."),
      element("dl", {}, ...terms),
    ];
  }

  /* The first letters of a stem name a question without an ID better than its place in a file does. */
  function titleOf(entry) {
    if (!entry.key) return `${entry.path}:${entry.line}`;
    return entry.id || entry.stem.slice(0, 160) || entry.key;
  }

  /* What the list says of an entry below its title. */
  function detailOf(entry) {
    if (!entry.key) return entry.found[0].message;
    return entry.id || !entry.stem ? entry.stem.slice(0, 160) : entry.key;
  }

  /* A long key or path without its beginning: it differs from its neighbours at the end. */
  function shortened(name) {
    return name.length > 30 ? "…" + name.slice(-28) : name;
  }

  return { leftOut, about, shortened, titleOf, detailOf };
})();

/* The numbers: made when they are first shown. A click on one shows the questions that it counts. */
const numbers = (function () {
  "use strict";

  const { banks, entries, block } = data;
  const { element, byId } = dom;

  /* `filtered(names)` is called for a count, with a name for each kind; `opened(number)` for a question. */
  function make(filtered, opened) {
    const stats = byId("stats");
    if (stats.firstChild) return;
    stats.innerHTML = block("numbers"); /* escaped by ankigen; and this page's policy would run no script in it */
    const sections = [...stats.children]; /* one per bank */
    for (const cell of stats.querySelectorAll("[data-topic], [data-kind], [data-key]")) {
      const { topic, trap, kind, name, key } = cell.dataset;
      if (kind === "source") continue;
      const number = sections.indexOf(cell.closest("section"));
      const bank = banks.length > 1 ? banks[number].title : undefined;
      const label = topic ? `${topic}, ${trap}: ${cell.textContent}` : undefined;
      const button = element("button", { type: "button", class: "leads", "aria-label": label }, ...cell.childNodes);
      button.onclick = () => {
        if (key) opened(entries.findIndex((entry) => entry.bank === number && entry.key === key));
        else filtered(topic ? { bank, topic, trap } : { bank, [kind]: name });
      };
      cell.append(button);
    }
  }

  return { make };
})();

/* The result: the score, by domain, level and trap, what to search for, and the questions to look at again. */
const result = (function () {
  "use strict";

  const { entries, exam, banks } = data;
  const { element, byId } = dom;
  const { say, percent, mark } = words;
  const CERTAINTIES = ["sure", "unsure", "guess"];

  /* `opened(place)` is called for a question that is chosen from the list. */
  function draw({ answers, late }, which, opened) {
    const right = score.rights(answers);
    const points = right.filter(Boolean).length;
    byId("late").hidden = !late;
    byId("points").replaceChildren(
      element("b", {}, percent(points / entries.length)),
      element("span", {}, say("score", { right: points, total: entries.length })),
    );
    drawVerdict(points / entries.length);
    byId("groups").replaceChildren(...tables(answers, right).filter(Boolean));
    byId("command").textContent = `ankigen progress --exam ${exam.file}`;
    drawSearch(right);
    drawList({ answers, right }, which, opened);
  }

  function drawVerdict(share) {
    const verdict = byId("verdict");
    verdict.hidden = !exam.pass;
    const passed = share >= exam.pass;
    verdict.className = passed ? "right" : "wrong";
    verdict.textContent = `${say(passed ? "passed" : "failed")} (${say("pass_mark")}: ${mark(exam.pass)})`;
  }

  function tables(answers, right) {
    const sure = (_, i) => (answers[i].sure ? [answers[i].sure] : []);
    const certainty = score.groups(right, sure).sort((a, b) => CERTAINTIES.indexOf(a.name) - CERTAINTIES.indexOf(b.name));
    return [
      table("by_domain", score.groups(right, ({ domain }) => [domain]).sort(score.byShare)),
      table("by_level", score.groups(right, ({ level }) => [level]).sort(score.byName)),
      table("by_trap", score.groups(right, ({ traps }) => traps).sort(score.byShare)),
      table("by_certainty", certainty.map((group) => ({ ...group, name: say(group.name) }))),
    ];
  }

  /* A table of groups, or null if it would say no more than the score does. */
  function table(title, groups) {
    if (!groups.length || (groups.length === 1 && !groups[0].name)) return null;
    const rows = groups.map(({ name, right, total }) =>
      element(
        "tr",
        {},
        element("th", { scope: "row", lang: "", dir: "auto" }, name || say("other")),
        element("td", { class: "bar" }, element("meter", { min: 0, max: total, value: right, "aria-hidden": "true" })),
        element("td", { class: "number" }, `${right} / ${total}`),
      ),
    );
    return element("table", {}, element("caption", {}, say(title)), element("tbody", {}, ...rows));
  }

  function drawSearch(right) {
    const [before, after] = exam.search;
    const names = entries.filter(({ name }, i) => name && !right[i]).map(({ name }) => name);
    byId("finder").hidden = !names.length;
    byId("search").value = before + names.sort().join("|") + after;
  }

  function drawList({ answers, right }, which, opened) {
    const isShown = { missed: (i) => !right[i], marked: (i) => answers[i].marked, all: () => true }[which];
    for (const button of document.querySelectorAll("[data-which]")) {
      button.setAttribute("aria-pressed", String(button.dataset.which === which));
    }
    const places = [...entries.keys()].filter(isShown);
    byId("list").replaceChildren(
      ...places.map((i) => {
        const state = right[i] ? "right" : answers[i].picks.length ? "wrong" : "open";
        const button = element(
          "button",
          { type: "button", class: state },
          element("span", { class: "sign" }, { right: "✓", wrong: "✕", open: "–" }[state]),
          element("span", {}, say("place", { n: i + 1, total: entries.length })),
          element("small", {}, state === "open" ? say("open") : say(state)),
          element("span", { class: "stem", lang: "", dir: "auto" }, entries[i].stem),
        );
        button.onclick = () => opened(i);
        return element("li", {}, button);
      }),
    );
  }

  /* The result as a file for `ankigen progress --exam`. */
  function file({ answers, ended }) {
    const right = score.rights(answers);
    return {
      ankigen: "exam",
      version: 1,
      bank: banks[0].id,
      seed: exam.seed,
      ended,
      answers: entries.map(({ guid }, i) => {
        const { picks, seconds, sure } = answers[i];
        return { guid, picks, right: right[i], seconds: Math.round(seconds), sure };
      }),
    };
  }

  function save(state) {
    const text = JSON.stringify(file(state), null, 1);
    const link = element("a", { download: exam.file });
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.click();
    URL.revokeObjectURL(link.href);
  }

  function copy() {
    byId("search").select();
    navigator.clipboard.writeText(byId("search").value).then(
      () => (byId("copy").textContent = say("copied")),
      () => byId("search").focus() /* it is selected: the keyboard can copy it */,
    );
  }

  return { draw, save, copy };
})();

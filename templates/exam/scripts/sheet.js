/* The sheet: one question at a time, its card in the player, and what is said of it around the card. */
const sheet = (function () {
  "use strict";

  const { frameHtml, entries, block, sides } = data;
  const { element, byId } = dom;
  const { say } = words;
  const CARD = "ankigen"; /* where the card keeps its state (templates/ankigen/script.js) */

  function create({ pressed, changed }) {
    const reviewer = player.create(byId("device"), frameHtml, { tapped: () => {}, pressed, changed });
    const night = matchMedia("(prefers-color-scheme: dark)");
    night.addEventListener("change", () => reviewer.dress(look()));

    function look() {
      return { card: 0, phone: innerWidth < 600, dark: night.matches };
    }

    /* Show the question that the state is at; `shows` is the side, `front` or `back`. */
    function draw({ at: place, answers, attempt }, shows) {
      const answer = answers[place];
      const name = say("place", { n: place + 1, total: entries.length });
      const entry = entries[place];
      const shared = block("bank-" + entry.bank);
      const html = () =>
        sides(entry, 0)
          .then((made) => `<style>${shared.css}</style>` + anki.played(made[shows], shared))
          .catch((error) => element("p", {}, String(error)).outerHTML);
      const title = shows === "front" ? name : `${name}, ${say("review")}`;
      byId("place").textContent = name;
      byId("mark").setAttribute("aria-pressed", String(answer.marked));
      for (const one of document.querySelectorAll("#certainty input")) one.checked = one.value === answer.sure;
      reviewer.show({ review: `${attempt}.${place}`, title, html, look: look(), memory: { storage: answer.storage, scroll: 0 } });
    }

    /* The labels that are picked on the card. */
    function picks() {
      try {
        return JSON.parse(Object.fromEntries(reviewer.memory.storage)[CARD]).picks;
      } catch (error) {
        return []; /* the card has not stored anything yet */
      }
    }

    return { draw, picks, choose: reviewer.choose, storage: () => reviewer.memory.storage };
  }

  return { create };
})();

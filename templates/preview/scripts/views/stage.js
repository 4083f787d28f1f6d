/* The stage: the chosen entry's card, or why it has none, with the buttons and the details around it. */
const stages = (function () {
  "use strict";

  const { frameHtml, entries, block, sides } = data;
  const { element, byId } = dom;
  const { leftOut, about, titleOf } = parts;

  function create({ tapped, pressed, templateChosen }) {
    const reviewer = player.create(byId("device"), frameHtml, { tapped, pressed });

    function draw(state) {
      const entry = entries[state.at];
      const hasCard = Boolean(entry) && entry.note >= 0;
      const side = state.side === "front" ? "question" : "answer";
      byId("device").hidden = byId("info").hidden = !hasCard;
      byId("left-out").hidden = !entry || hasCard;
      byId("name").textContent = entry ? titleOf(entry) : "";
      drawButtons(state, hasCard);
      drawTemplates(hasCard ? entry : { cards: [] }, state.card);
      if (!entry) return;
      byId("said").textContent = `${entry.key || "left out"}, ${side}, ${place(state) + 1} of ${state.shown.length}`;
      if (!hasCard) return byId("left-out").replaceChildren(...leftOut(entry));
      byId("info").replaceChildren(...about(entry));
      byId("info").scrollTop = 0;
      drawCard(entry, state, `${entry.key}, ${side}`);
    }

    function drawButtons(state, hasCard) {
      byId("flip").disabled = !hasCard;
      byId("flip").textContent = state.side === "front" ? "Show answer" : "Show question";
      byId("previous").disabled = place(state) <= 0;
      byId("next").disabled = place(state) < 0 || place(state) + 1 >= state.shown.length;
    }

    function place({ shown, at }) {
      return shown.indexOf(at);
    }

    function drawTemplates({ bank, cards }, chosen) {
      byId("templates").hidden = cards.length < 2;
      byId("templates").replaceChildren(
        ...cards.map((card) => {
          const attributes = { type: "button", "aria-pressed": String(card === chosen) };
          const button = element("button", attributes, block("bank-" + bank).templates[card].name);
          button.onclick = () => templateChosen(card);
          return button;
        }),
      );
    }

    function drawCard(entry, state, title) {
      const { card, side, review, left } = state;
      const shared = block("bank-" + entry.bank);
      const html = () =>
        sides(entry, card)
          .then((made) => `<style>${shared.css}</style>` + anki.played(made[side], shared))
          .catch((error) => element("p", {}, String(error)).outerHTML);
      reviewer.show({ review, title, html, look: look(state), memory: left && left.memory });
    }

    function look({ card, device, dark }) {
      return { card, phone: device === "phone", dark };
    }

    function dress(state) {
      document.documentElement.dataset.theme = state.dark ? "dark" : "light";
      byId("dark").media = state.dark ? "all" : "not all";
      byId("theme").lastElementChild.textContent = state.dark ? "Light" : "Dark";
      byId("stage").dataset.device = state.device;
      for (const button of document.querySelectorAll("button[data-device]")) {
        button.setAttribute("aria-pressed", String(button.dataset.device === state.device));
      }
      reviewer.dress(look(state));
    }

    return { draw, dress, memory: reviewer.memory };
  }

  return { create };
})();

/* The map: a button for each question, which says what has been done with it. */
const map = (function () {
  "use strict";

  const { element, byId } = dom;
  const { say } = words;

  /* `opened(place)` is called for the question that is chosen. */
  function make(count, opened) {
    const items = Array.from({ length: count }, (_, i) => {
      const button = element("button", { type: "button" }, String(i + 1));
      button.onclick = () => opened(i);
      return element("li", {}, button);
    });
    byId("numbers").replaceChildren(...items);
  }

  /* `judged`: whether each question is shown as right or wrong, instead of answered or open. */
  function draw({ answers, at }, { judged = false } = {}) {
    const right = judged ? score.rights(answers) : [];
    byId("numbers")
      .querySelectorAll("button")
      .forEach((button, i) => {
        const { picks, marked } = answers[i];
        const outcome = judged ? (right[i] ? "right" : "wrong") : picks.length ? "answered" : "open";
        const states = [say(outcome), marked ? say("marked") : ""].filter(Boolean);
        const name = say("place", { n: i + 1, total: answers.length });
        button.className = outcome + (marked ? " marked" : "");
        button.setAttribute("aria-label", [name, ...states].join(", "));
        if (i === at) button.setAttribute("aria-current", "step");
        else button.removeAttribute("aria-current");
      });
    byId("tally").textContent = judged ? "" : tally({ answers });
  }

  /* How many questions are answered, in words. */
  function tally({ answers }) {
    const answered = answers.filter(({ picks }) => picks.length).length;
    return `${say("answered")}: ${answered} / ${answers.length}`;
  }

  return { make, draw, tally };
})();

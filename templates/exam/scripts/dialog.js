/* A question of the page's own, which the learner confirms. */
const dialog = (function () {
  "use strict";

  const { byId } = dom;

  /* A promise of whether the learner says yes. */
  function confirmed(text, yes) {
    const box = byId("confirm");
    byId("confirm-text").textContent = text;
    byId("yes").textContent = yes;
    box.returnValue = "no";
    box.showModal();
    return new Promise((resolve) => {
      box.onclose = () => resolve(box.returnValue === "yes");
    });
  }

  function close() {
    if (byId("confirm").open) byId("confirm").close("no");
  }

  return { confirmed, close };
})();

/* The keyboard: the same keys act on the page and on the card. */
const keys = (function () {
  "use strict";

  function listen(press) {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("textarea, dialog")) return;
      if (event.target.closest("input") && event.key.startsWith("Arrow")) return; /* they choose another one */
      if (press(event.key)) event.preventDefault();
    });
  }

  return { listen };
})();

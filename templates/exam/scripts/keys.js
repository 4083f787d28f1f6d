/* The keyboard: the same keys act on the page and on the card. */
const keys = (function () {
  "use strict";

  function listen(press) {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, textarea, dialog")) return;
      if (press(event.key)) event.preventDefault();
    });
  }

  return { listen };
})();

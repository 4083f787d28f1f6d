/* A served page reloads when the files have changed, and says why it cannot. */
const live = (function () {
  "use strict";

  const { byId } = dom;

  function follow() {
    const { live: version } = document.documentElement.dataset;
    if (!version) return;
    const events = new EventSource("events");
    events.addEventListener("version", (event) => JSON.parse(event.data) !== version && location.reload());
    events.addEventListener("problem", (event) => {
      byId("problem").textContent = JSON.parse(event.data);
      byId("problem").hidden = !byId("problem").textContent;
    });
  }

  return { follow };
})();

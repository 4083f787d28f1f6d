/* Shows one side of one card at a time, in a sandboxed frame that acts as Anki's reviewer (frame.html). */
const player = (function () {
  "use strict";

  /* The classes that Anki's reviewers set on the page of a card. */
  function classes({ card, phone, dark }) {
    const night = dark ? " nightMode night_mode" : "";
    return {
      root: phone ? "mobile android linux js" : "linux chrome",
      body: `card card${card + 1}${phone ? "" : " isLin"}${night}`,
    };
  }

  /* A player whose frame is put into `host`. It calls `tapped()` and `pressed(key)` for what the card does not use, and
     `changed()` when the card has stored something. */
  function create(host, frameHtml, { tapped, pressed, changed }) {
    const memory = { storage: [], scroll: 0 }; /* what the card of this review has stored, and how far it is scrolled */
    let frame = null;
    let ready = false; /* the frame asks for the card when it is */
    let shown = null;

    /* `side`: `review`, a number that changes with each review; `title`; `html`, a function that returns a promise;
       `look`, for `classes`; and `memory` of this review from before a reload, if any. */
    function show(side) {
      const isReview = Boolean(shown) && shown.review === side.review;
      if (isReview && shown.title === side.title) return;
      shown = side;
      if (isReview) memory.scroll = 0;
      else Object.assign(memory, { storage: [], scroll: 0 }, side.memory);
      if (!frame) open();
      if (ready) present(side);
    }

    function present(side) {
      frame.title = side.title;
      side.html().then((html) => shown === side && tell({ html, review: side.review, ...memory }));
    }

    function open() {
      frame = document.createElement("iframe");
      frame.setAttribute("sandbox", "allow-scripts allow-popups allow-popups-to-escape-sandbox");
      frame.srcdoc = frameHtml;
      host.append(frame);
    }

    function tell(message) {
      frame.className = "shown";
      frame.contentWindow.postMessage({ ...classes(shown.look), ...message }, "*");
    }

    /* Change the look of the card that is shown. */
    function dress(look) {
      if (!shown) return;
      shown.look = look;
      if (ready) tell({});
    }

    /* Tap the option at this place on the card that is shown, from 0. */
    function choose(place) {
      if (ready) tell({ choose: place, review: shown.review });
    }

    window.addEventListener("message", ({ source, data }) => {
      if (!frame || source !== frame.contentWindow || !data) return;
      if (data.ready) {
        ready = true;
        present(shown);
      } else if (data.tap) tapped();
      else if (typeof data.key === "string") pressed(data.key);
      else if (data.review === shown.review) {
        Object.assign(memory, data.memory);
        if (changed) changed();
      }
    });

    return { show, dress, choose, memory };
  }

  return { create };
})();

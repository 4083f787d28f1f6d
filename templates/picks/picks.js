/* ankigen picks: keeps which option you picked, for `ankigen progress`. It changes no interval. */
{
  const KEY = "ag"; /* in the card's custom data */
  const MOST = 80; /* reviews that are kept; Anki allows 100 bytes of custom data for each card */
  const BYTES = 100;
  const OPTIONS = 5; /* that fit into one character of base 36 */
  const SKIPPED = 32; /* more options than that */
  const STEP = 30; /* milliseconds between two looks at the page, if nothing changes it */
  const FRONT = 400; /* milliseconds in which a page that has changed must show a front of ankigen's, or the card is another's */
  const LATE = 5000; /* milliseconds in which a slow machine may still show the card before, or none */
  const page = document.getElementById("qa");
  const never = () => new Promise(() => {}); /* nothing is kept for a card that was left without an answer */
  const pause = () =>
    new Promise((done) => {
      const watch = new MutationObserver(done);
      if (page) watch.observe(page, { childList: true, subtree: true });
      setTimeout(() => done(watch.disconnect()), STEP);
    });
  const state = () => {
    try {
      return JSON.parse((page && page.ankigen) || sessionStorage.getItem("ankigen")) || {};
    } catch (error) {
      return {};
    }
  };
  const root = () => document.querySelector(".ankigen");
  const side = () => (root() ? (root().classList.contains("back") ? "back" : "front") : "");
  const shows = (wanted) => side() === wanted && state().side === wanted;
  const turn = (window.ankigenTurn = (window.ankigenTurn || 0) + 1);

  /* Anki starts this code late: first it asks itself for the card's intervals, and the first time may take so long that
     the learner has turned the card. Such a back is not that of the card before, which was kept. */
  const isTurned = () => shows("back") && state().picks.length > 0 && state().question !== window.ankigenQuestion;

  /* Only the desktop waits for this code while the answer is shown; elsewhere it would hold the answer back. */
  if (typeof pycmd === "function") {
    let shown = page && page.firstChild;
    let since = Date.now();
    let limit = page ? LATE : FRONT;
    let question = ""; /* that of the front */
    const isAnswered = () => shows("back") && (state().question === question || isTurned());
    const isOver = () => {
      if (page && page.firstChild && page.firstChild !== shown) [shown, since, limit] = [page.firstChild, Date.now(), FRONT];
      /* Anki may show a card twice; then its back is kept already, and the intervals here are older. */
      return Date.now() - since > limit && !(root() && root() === window.ankigenKept);
    };
    while (!isAnswered()) {
      if (turn !== window.ankigenTurn) await never();
      if (shows("front")) question = state().question; /* at first, it may be that of a card that was left */
      else if (isOver()) break;
      await pause();
    }
    if (isAnswered()) {
      const { order, picks } = state();
      window.ankigenQuestion = state().question;
      window.ankigenKept = root();
      if (order.length) {
        const labels = [...order].sort();
        const bits = picks.reduce((sum, label) => sum | (1 << labels.indexOf(label)), 0);
        const pick = (labels.length > OPTIONS ? SKIPPED : bits).toString(36);
        for (const data of [customData.again, customData.hard, customData.good, customData.easy]) {
          data[KEY] = ((data[KEY] || "") + pick).slice(-MOST);
          while (JSON.stringify(data).length > BYTES && data[KEY]) data[KEY] = data[KEY].slice(1);
        }
      }
    }
  }
}

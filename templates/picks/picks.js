/* ankigen picks: keeps which option you picked, for `ankigen progress`. It changes no interval. */
{
  const KEY = "ag"; /* in the card's custom data */
  const MOST = 80; /* reviews that are kept; Anki allows 100 bytes of custom data for each card */
  const BYTES = 100;
  const OPTIONS = 5; /* that fit into one character of base 36 */
  const SKIPPED = 32; /* more options than that */
  const STEP = 30; /* milliseconds between two looks at the page */
  const FRONT = 400; /* milliseconds in which a front of ankigen's must be there, or the card is another's */
  const LATE = 5000; /* milliseconds in which a slow machine may still show the card before, or none */
  const never = () => new Promise(() => {}); /* nothing is kept for a card that was left without an answer */
  const pause = () => new Promise((done) => setTimeout(done, STEP));
  const state = () => {
    try {
      const page = document.getElementById("qa");
      return JSON.parse((page && page.ankigen) || sessionStorage.getItem("ankigen")) || {};
    } catch (error) {
      return {};
    }
  };
  const side = () => {
    const root = document.querySelector(".ankigen");
    return root ? (document.querySelector(".ankigen.back") ? "back" : "front") : "";
  };
  const shows = (wanted) => side() === wanted && state().side === wanted;
  const turn = (window.ankigenTurn = (window.ankigenTurn || 0) + 1);

  /* Only the desktop waits for this code while the answer is shown; elsewhere it would hold the answer back. */
  if (typeof pycmd === "function") {
    const start = Date.now();
    const page = document.getElementById("qa");
    const before = page && page.firstChild;
    const isLate = () => page && (!page.firstChild || page.firstChild === before) && Date.now() - start < LATE;
    while (!shows("front") && (isLate() || Date.now() - start < FRONT)) {
      if (turn !== window.ankigenTurn) await never();
      await pause();
    }
    if (shows("front")) {
      const question = state().question;
      while (!shows("back")) {
        if (turn !== window.ankigenTurn || !side()) await never();
        await pause();
      }
      const { question: answered, order, picks } = state();
      if (answered === question && order.length) {
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

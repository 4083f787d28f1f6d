/* The clock: counts seconds while the exam runs. */
const clock = (function () {
  "use strict";

  const ASLEEP = 90; /* seconds between two ticks: longer, and the machine slept; browsers slow down hidden pages to 60 */
  let last = 0;
  let timer = 0;

  /* Call `ticked(seconds)` about once a second, with the seconds since the last call, until `stop`. */
  function start(ticked) {
    if (timer) return;
    last = Date.now();
    timer = setInterval(() => {
      const now = Date.now();
      const seconds = (now - last) / 1000;
      last = now;
      ticked(seconds > 0 && seconds < ASLEEP ? seconds : 0);
    }, 1000);
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
  }

  /* Seconds as people read them: 1:05:09, 12:30, 0:07. */
  function format(seconds) {
    const whole = Math.max(0, Math.ceil(seconds));
    const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    const shown = parts[0] ? parts : parts.slice(1);
    return shown.map((part, i) => (i ? String(part).padStart(2, "0") : String(part))).join(":");
  }

  return { start, stop, format };
})();

/* Tapping, shuffling and the verdict. Without this script the HTML of the fields is complete: options in the order of
   the source with their letters, rationales as a list. Anki reads the script as part of the templates, so it must not
   contain a pair of braces that Anki takes for a field, or the start of a formula. Nothing is at top level, because
   the desktop runs the script again for every side of every card, in one long-lived page. AnkiDroid opens a new page
   for each side, so only sessionStorage carries the state of the front to the back. */
(function () {
  "use strict";

  const KEY = "ankigen";

  for (const root of document.querySelectorAll(".ankigen:not(.ready)")) {
    root.classList.add("ready");
    start(root);
  }

  function start(root) {
    const back = root.classList.contains("back");
    const list = root.querySelector(".options");
    const items = list ? Array.from(list.children) : [];
    const question = root.querySelector(".question").textContent; /* text: a quote would break out of an attribute */
    const state = review(question, back, items.map(labelOf), list && list.dataset.order === "fixed");
    const kept = save(state); /* if the state cannot be saved for the back, the front neither shuffles nor allows picks */
    if (back || kept) {
      for (const label of state.order) list.append(items.find((item) => labelOf(item) === label));
    }
    if (back) {
      conclude(root, items, state.picks);
    } else if (kept && list) {
      offer(root, list, state);
    }
    reachScrollers(root);
  }

  /* The state of this review; `order` and `picks` are labels. A side that is drawn again gets its own state, the back
     gets the front's, and a front after a back begins a new review. */
  function review(question, back, labels, fixed) {
    const last = load();
    const same = last !== null && last.question === question && (back || last.side === "front");
    const known = same && isOrder(last.order, labels);
    return {
      question: question,
      side: back ? "back" : "front",
      order: fixed ? labels : known ? last.order : back ? labels : shuffled(labels),
      picks: same ? last.picks.filter((label) => labels.includes(label)) : [],
    };
  }

  function load() {
    try {
      const state = JSON.parse(sessionStorage.getItem(KEY));
      return state && Array.isArray(state.order) && Array.isArray(state.picks) ? state : null;
    } catch (error) {
      return null;
    }
  }

  function save(state) {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(state));
      return true;
    } catch (error) {
      return false;
    }
  }

  function isOrder(order, labels) {
    return order.length === labels.length && labels.every((label) => order.includes(label));
  }

  /* The Fisher–Yates shuffle: every order is equally likely. */
  function shuffled(labels) {
    const order = labels.slice();
    for (let i = order.length - 1; i > 0; i--) {
      const j = below(i + 1);
      const last = order[i];
      order[i] = order[j];
      order[j] = last;
    }
    return order;
  }

  /* A random number from 0 to n - 1. A byte that would make small numbers likelier is discarded. */
  function below(n) {
    if (!window.crypto || !crypto.getRandomValues) return Math.floor(Math.random() * n);
    const byte = new Uint8Array(1);
    do crypto.getRandomValues(byte);
    while (byte[0] >= 256 - (256 % n));
    return byte[0] % n;
  }

  function labelOf(item) {
    return item.dataset.label;
  }

  /* The front: each option becomes a link that picks it. Every reviewer passes a tap on a link with `onclick` on to the
     card, instead of treating it as a gesture of its own. */
  function offer(root, list, state) {
    const wanted = Number(list.dataset.pick);
    const several = wanted > 1;
    const prompt = root.querySelector(".pick");
    const count = element("span", "count");
    const links = Array.from(list.children, (item) => linkOf(item, several));
    root.classList.add("live");
    list.setAttribute("role", several ? "group" : "radiogroup");
    prompt.id = "ankigen-pick";
    list.setAttribute("aria-labelledby", prompt.id);
    if (several) {
      count.setAttribute("aria-live", "polite");
      prompt.append(" ", count);
    }
    for (const link of links) {
      link.onclick = (event) => {
        toggle(link);
        if (event.detail) link.blur(); /* after a tap, the next Space turns the card, even where the page gets the key before Anki */
        return false;
      };
      link.onkeydown = (event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        const step = several ? 0 : { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
        if (step) {
          const next = links[(links.indexOf(link) + step + links.length) % links.length];
          next.focus();
          pick([labelOf(next.parentNode)]);
        } else if (event.key === " " || event.key === "Enter") {
          toggle(link); /* Anki's desktop takes both keys, and passes them on only with Shift */
        } else {
          return;
        }
        event.preventDefault();
        event.stopPropagation();
      };
    }
    pick(state.picks);

    function toggle(link) {
      const label = labelOf(link.parentNode);
      const others = state.picks.filter((one) => one !== label);
      const unpicked = others.length < state.picks.length;
      pick(unpicked ? others : several ? others.concat(label) : [label]);
    }

    function pick(labels) {
      state.picks = labels;
      save(state);
      for (const link of links) link.setAttribute("aria-checked", String(labels.includes(labelOf(link.parentNode))));
      count.textContent = labels.length + " / " + wanted;
      count.classList.toggle("over", labels.length > wanted);
    }
  }

  function linkOf(item, several) {
    const link = element("a", "choice tappable");
    link.href = "#";
    link.draggable = false;
    link.setAttribute("role", several ? "checkbox" : "radio");
    for (const inner of item.querySelectorAll("a")) inner.replaceWith(...inner.childNodes);
    link.append(element("span", "box"), ...item.childNodes);
    item.setAttribute("role", "presentation");
    item.append(link);
    return link;
  }

  /* The back: what was picked, what was right, and the reason under each option. */
  function conclude(root, items, picks) {
    const answer = root.querySelector("[data-answer]");
    if (!answer) return;
    const right = answer.dataset.answer.split(" ");
    for (const item of items) {
      const isRight = right.includes(labelOf(item));
      const isPicked = picks.includes(labelOf(item));
      const words = [isRight && answer.dataset.correct, isPicked && answer.dataset.yours].filter(Boolean);
      item.classList.toggle("right", isRight);
      item.classList.toggle("wrong", isPicked && !isRight);
      item.classList.toggle("picked", isPicked);
      if (words.length) {
        const tag = element("span", "tag", (isRight ? "✓ " : "✕ ") + words.join(" · "));
        tag.lang = answer.lang;
        item.prepend(tag);
      }
      moveRationale(root, item);
    }
    const section = root.querySelector(".rationale");
    if (section && !section.querySelector(".why")) section.remove();
    if (picks.length) judge(answer, right, picks);
  }

  function moveRationale(root, item) {
    const why = Array.from(root.querySelectorAll(".rationale .why")).find((one) => labelOf(one) === labelOf(item));
    const text = why && why.querySelector(".text");
    if (!text) return;
    text.className = "because";
    item.querySelector(".text").append(text);
    why.remove();
  }

  function judge(answer, right, picks) {
    const isRight = isOrder(picks, right);
    const named = picks.slice().sort().join(", ");
    const said = isRight ? "✓ " + answer.dataset.right : "✕ " + answer.dataset.picked + " " + named;
    const verdict = element("p", isRight ? "said right" : "said wrong", said);
    verdict.lang = answer.lang;
    answer.hidden = isRight;
    answer.before(verdict);
  }

  /* The keyboard can scroll a box sideways only if the box can have the focus. */
  function reachScrollers(root) {
    if (!window.ResizeObserver) return;
    const watch = new ResizeObserver((entries) => {
      for (const { target } of entries) {
        if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
        else target.removeAttribute("tabindex");
      }
    });
    for (const box of root.querySelectorAll("pre, .scroll")) watch.observe(box);
  }

  function element(name, css, text) {
    const made = document.createElement(name);
    made.className = css;
    made.textContent = text || "";
    return made;
  }
})();

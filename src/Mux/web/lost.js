// Says that the mux cannot be reached. A short moment is no news: pages come and go while a laptop changes its network.
const GRACE = 2500;

let note;
let timer;

function noteElement() {
  if (!note) {
    note = document.createElement("p");
    note.className = "lost-note";
    note.setAttribute("role", "status");
    document.body.append(note);
  }

  return note;
}

/** @param wait milliseconds until the next try */
export function showLost(wait) {
  clearTimeout(timer);
  const seconds = Math.ceil(wait / 1000);
  timer = setTimeout(() => {
    const text = navigator.onLine === false
      ? "Your computer is offline. Your place and your work are kept; this page goes on by itself."
      : "The connection is lost; trying again. Your place and your work are kept.";
    const element = noteElement();
    element.hidden = false;
    if (element.textContent !== text) {
      element.textContent = text;
    }

    element.dataset.next = String(seconds);
  }, note && !note.hidden ? 0 : GRACE);
}

export function hideLost() {
  clearTimeout(timer);
  if (note) {
    note.hidden = true;
  }
}

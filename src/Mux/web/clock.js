// Counts down to the moments that a page names; the server says which, the browser how long until then.
let timer;
let due = () => {};
const passed = new Set();

function left(seconds) {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours >= 48) {
    return `in ${Math.floor(hours / 24)} days`;
  }

  if (hours > 0) {
    return `in ${hours} h ${minutes} min`;
  }

  return minutes >= 5 ? `in ${minutes} minutes` : `in ${minutes}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

function tick() {
  const clocks = document.querySelectorAll("time[data-until]");
  for (const clock of clocks) {
    const seconds = (Date.parse(clock.dateTime) - Date.now()) / 1000;
    const text = seconds > 0 ? left(seconds) : "now";
    if (clock.textContent !== text) {
      clock.textContent = text;
    }

    // A little later, so that the mux's own clock has passed it too.
    if (seconds < -3 && !passed.has(clock.dateTime)) {
      passed.add(clock.dateTime);
      due();
    }
  }

  if (clocks.length === 0) {
    clearInterval(timer);
    timer = undefined;
  }
}

/** @param whenDue called once for each moment that has come */
export function startClocks(whenDue) {
  due = whenDue;
  tick();
  if (timer === undefined && document.querySelector("time[data-until]")) {
    timer = setInterval(tick, 1000);
  }
}

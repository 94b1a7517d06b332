// The browser check: each test says in words what it found, and what to do when it fails.
const PATIENCE = 8000;
const MOST_DELAY = 300;
const CLOSEST_EVENTS = 250;

const within = (promise) => Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error("no answer")), PATIENCE))]);

const tests = {
  cookies() {
    document.cookie = "mux-check=1; path=/check; SameSite=Lax";
    return document.cookie.includes("mux-check=1") ? "are kept." : null;
  },
  storage() {
    localStorage.setItem("mux-check", "1");
    localStorage.removeItem("mux-check");
    return "works.";
  },
  socket() {
    return within(new Promise((resolve, reject) => {
      const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/check/socket`);
      socket.onopen = () => socket.send("ahoy");
      socket.onmessage = (event) => resolve(event.data === "ahoy" ? "get through." : null);
      socket.onerror = () => reject(new Error("refused"));
    }));
  },
  stream() {
    return within(new Promise((resolve, reject) => {
      const source = new EventSource("/check/events");
      let first = 0;
      source.onmessage = () => {
        if (first === 0) {
          first = performance.now();
        } else {
          source.close();
          resolve(performance.now() - first >= CLOSEST_EVENTS ? "arrive as they happen." : null);
        }
      };
      source.onerror = () => {
        source.close();
        reject(new Error("refused"));
      };
    }));
  },
  async delay() {
    const times = [];
    for (let i = 0; i < 5; i++) {
      const start = performance.now();
      await within(fetch("/check/ping", { cache: "no-store" }));
      times.push(performance.now() - start);
    }
    const median = Math.round(times.sort((a, b) => a - b)[2]);
    return median <= MOST_DELAY ? `is ${median} ms.` : null;
  },
};

async function run(row) {
  const [word, text] = [row.querySelector("[data-word]"), row.querySelector("[data-text]")];
  row.hidden = false;
  word.textContent = "trying";
  let found = null;
  try {
    found = await tests[row.dataset.check]();
  } catch {
    // Whatever broke it: the row says what to do.
  }
  word.textContent = found ? "good" : "trouble";
  word.className = `phase phase-${found ? "good" : "bad"}`;
  text.textContent = found ?? text.dataset.fix;
}

for (const row of document.querySelectorAll("[data-check]")) {
  run(row);
}

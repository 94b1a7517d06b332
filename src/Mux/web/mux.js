import { Idiomorph } from "idiomorph";
import { startClocks } from "./clock.js";
import { hideLost, showLost } from "./lost.js";

const LIVE = "[data-live]";
const SHORTEST_PAUSE = 500;
const FIRST_RETRY = 1000;
const LONGEST_RETRY = 30000;

function prepare() {
  for (const button of document.querySelectorAll("[data-theme-toggle], [data-copy]")) {
    button.hidden = false;
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-theme-toggle], [data-copy]");
  if (button?.hasAttribute("data-theme-toggle")) {
    const next = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
    document.documentElement.dataset.bsTheme = next;
    try {
      localStorage.setItem("mux-theme", next);
    } catch {
      // storage is switched off: the choice holds for this page
    }
  } else if (button) {
    copy(button);
  }
});

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
  } catch {
    // Only secure pages may write to the clipboard: select it, so that a key press copies it.
    getSelection().selectAllChildren(button.parentElement.querySelector("output"));
  }
}

// Whether the visitor has put something into it that the server does not know yet.
function isTouched(node) {
  if (node instanceof HTMLSelectElement) {
    const given = [...node.options].findIndex((option) => option.defaultSelected);
    return node.selectedIndex !== Math.max(given, 0);
  }

  if (node instanceof HTMLInputElement && node.type !== "hidden") {
    return node.value !== node.defaultValue || node.checked !== node.defaultChecked;
  }

  return node instanceof HTMLTextAreaElement && node.value !== node.defaultValue;
}

// A live page listens, and on each event fetches itself and takes over what differs: the server alone knows how a page looks.
class LivePage {
  constructor() {
    this.fetching = false;
    this.again = false;
    this.pause = FIRST_RETRY;
    document.addEventListener("visibilitychange", () => this.listen());
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", () => this.listen());
    this.listen();
  }

  // Browsers keep few connections to one site: a page that nobody looks at gives its own back.
  listen() {
    if (document.visibilityState !== "visible") {
      this.close();
    } else if (!this.source) {
      const url = document.querySelector(LIVE).dataset.live;
      this.source = new EventSource(url);
      this.source.onopen = () => this.found();
      this.source.onmessage = () => this.refresh();
      this.source.addEventListener("berth", (event) => this.take(JSON.parse(event.data)));
      this.source.addEventListener("change", () => this.refresh());
      this.source.onerror = () => this.lost();
    }
  }

  close() {
    this.source?.close();
    this.source = null;
    clearTimeout(this.retry);
  }

  found() {
    if (this.isLost) {
      this.isLost = false;
      hideLost();
      this.refresh();
    }

    this.pause = FIRST_RETRY;
  }

  // Not left to the browser, whose pages would all come back in the same second.
  lost() {
    this.close();
    const wait = this.pause * (0.5 + Math.random());
    this.isLost = true;
    showLost(wait);
    this.retry = setTimeout(() => {
      this.pause = Math.min(2 * this.pause, LONGEST_RETRY);
      this.refresh();
      this.listen();
    }, wait);
  }

  // While only numbers change, a thousand waiting pages need not be made anew.
  take(view) {
    const page = document.querySelector("[data-shape]");
    if (!view.words || page?.dataset.shape !== view.shape) {
      this.refresh();
      return;
    }

    for (const word of page.querySelectorAll("[data-word]")) {
      const text = view.words[word.dataset.word];
      if (text !== undefined && word.textContent !== text) {
        word.textContent = text;
      }
    }
  }

  async refresh() {
    if (this.fetching) {
      this.again = true;
      return;
    }

    this.fetching = true;
    try {
      await this.fetchPage();
    } catch {
      // The mux is away for a moment: the stream reconnects, and brings us here again.
    } finally {
      await new Promise((resolve) => setTimeout(resolve, SHORTEST_PAUSE));
      this.fetching = false;
      if (this.again) {
        this.again = false;
        this.refresh();
      }
    }
  }

  async fetchPage() {
    const response = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "manual", cache: "no-store" });
    if (response.type === "opaqueredirect") {
      location.reload(); // logged out, or the ship is there: the browser follows
      return;
    }

    if (response.ok) {
      this.morph(await response.text());
    }
  }

  morph(html) {
    const next = new DOMParser().parseFromString(html, "text/html");
    const content = next.querySelector(LIVE);
    if (!content) {
      location.reload();
      return;
    }

    document.title = next.title;
    Idiomorph.morph(document.querySelector(LIVE), content, {
      ignoreActiveValue: true,
      restoreFocus: true,
      callbacks: {
        // What the visitor opened, chose or began to type stays.
        beforeAttributeUpdated: (name, node) => !(name === "open" && node.matches("details, dialog")) && name !== "hidden",
        beforeNodeMorphed: (node) => !node.hasAttribute?.("data-keep") && !isTouched(node),
      },
    });
    prepare();
    startClocks(() => this.refresh());
  }
}

prepare();
startClocks(() => location.reload());
if (document.querySelector(LIVE)) {
  new LivePage();
}

import { Idiomorph } from "idiomorph";

const LIVE = "[data-live]";
const SHORTEST_PAUSE = 500;

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

// A live page listens, and on each event fetches itself and takes over what differs: the server alone knows how a page looks.
class LivePage {
  constructor() {
    this.fetching = false;
    this.again = false;
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
      this.source.onmessage = () => this.refresh();
      this.source.addEventListener("berth", () => this.refresh());
      this.source.addEventListener("change", () => this.refresh());
      this.source.onerror = () => this.lost();
    }
  }

  close() {
    this.source?.close();
    this.source = null;
    clearTimeout(this.retry);
  }

  lost() {
    if (this.source?.readyState === EventSource.CLOSED) {
      this.close();
      this.retry = setTimeout(() => {
        this.refresh();
        this.listen();
      }, 3000);
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
        beforeNodeMorphed: (node) => !node.hasAttribute?.("data-keep"),
      },
    });
    prepare();
  }
}

prepare();
if (document.querySelector(LIVE)) {
  new LivePage();
}

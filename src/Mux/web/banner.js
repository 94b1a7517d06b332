// Added by the mux to notebook pages: says what happens to the attendee's machine. In a shadow tree, so that neither page nor bar styles the other.
import css from "./banner.css";

const tutorial = /^\/camp\/([^/]+)\//.exec(location.pathname)?.[1];
const dismissed = new Set();
let loadedVersion; // what served when this page was loaded
let bar;
let source;
let shown = "";

function messageFor(view) {
  const mine = view.tutorials.find((each) => each.name === tutorial);
  if (view.state === "moving") {
    return { key: "moving", tone: "warn", text: "Your machine is being replaced. Your saved files come along; this page reconnects in a moment.", busy: true };
  }

  if (view.state === "waiting" || !mine) {
    return view.state === "waiting" ? { key: "waiting", tone: "warn", text: "You have no machine right now.", link: ["To the waiting room", "/"] } : null;
  }

  loadedVersion ??= mine.version || undefined;
  if (mine.phase === "updating") {
    const percent = mine.percent == null ? "" : ` (${mine.percent} %)`;
    return { key: "updating", tone: "info", text: `A new version of ${mine.title} is being put on your machine${percent}; your files stay.`, busy: true };
  }

  if (mine.phase === "restarting" || mine.phase === "starting") {
    return { key: "restarting", tone: "warn", text: `${mine.title} is being restarted. Your saved files stay.`, busy: true };
  }

  if (mine.phase === "failed") {
    return { key: "failed", tone: "warn", text: `${mine.title} does not run right now. The organizers see this too.` };
  }

  if (loadedVersion && mine.version && mine.version !== loadedVersion) {
    return { key: `updated ${mine.version}`, tone: "good", text: `${mine.title} was updated. Save your work, then reload this page.`, reload: true, files: mine.conflicts };
  }

  if (mine.conflicts.length > 0) {
    return { key: `conflicts ${mine.conflicts.join()}`, tone: "info", text: "You and the last update both changed the same files:", files: mine.conflicts };
  }

  if (view.notice) {
    return { key: `notice ${view.notice}`, tone: "info", text: view.notice };
  }

  return view.codeToNote ? { key: "code", tone: "info", text: "Note down your personal code: it brings you back here from another browser.", link: ["Show it", "/"] } : null;
}

function updatedName(file) {
  const dot = file.lastIndexOf(".");
  return dot > file.lastIndexOf("/") + 1 ? `${file.slice(0, dot)}.updated${file.slice(dot)}` : `${file}.updated`;
}

function element(tag, props, ...children) {
  const made = Object.assign(document.createElement(tag), props);
  made.append(...children);
  return made;
}

function show(message) {
  const key = message && !dismissed.has(message.key) ? JSON.stringify(message) : "";
  if (key === shown) {
    return;
  }

  shown = key;
  bar ??= makeBar();
  bar.root.replaceChildren();
  bar.host.style.display = key ? "block" : "none";
  if (key) {
    bar.root.append(...contentOf(message));
    bar.root.className = `bar ${message.tone}`;
  }
}

function contentOf(message) {
  const parts = [element("span", { className: message.busy ? "dot busy" : "dot" }), element("p", { textContent: message.text })];
  if (message.files?.length) {
    parts.push(element("ul", {}, ...message.files.map((file) => element("li", { textContent: `Your ${file} was kept; the new version is ${updatedName(file)}` }))));
  }

  if (message.reload) {
    parts.push(element("button", { className: "main", textContent: "Reload", onclick: () => location.reload() }));
  }

  if (message.link) {
    parts.push(element("a", { href: message.link[1], textContent: message.link[0], target: message.key === "code" ? "_blank" : "" }));
  }

  parts.push(element("button", { textContent: "✕", ariaLabel: "Dismiss", onclick: () => (dismissed.add(message.key), show(null)) }));
  return parts;
}

// The bar floats over the page's top edge: JupyterLab measures its own window, and must not be pushed about.
function makeBar() {
  const host = document.createElement("mux-banner");
  host.style.cssText = "all:initial;position:fixed;z-index:2147483000;top:0;left:0;right:0;pointer-events:none;display:none";
  const tree = host.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  tree.adoptedStyleSheets = [sheet];
  const root = element("div", { className: "bar" });
  root.setAttribute("role", "status");
  root.setAttribute("aria-live", "polite");
  tree.append(root);
  document.body.append(host);
  return { host, root };
}

// One connection for the page that is looked at, none for the others: browsers keep only six to a site, and the notebook needs them.
function listen() {
  if (document.visibilityState !== "visible") {
    source?.close();
    source = null;
  } else if (!source || source.readyState === EventSource.CLOSED) {
    source = new EventSource("/berth/events");
    source.addEventListener("berth", (event) => show(messageFor(JSON.parse(event.data))));
    source.onerror = () => source?.readyState === EventSource.CLOSED && setTimeout(listen, 5000);
  }
}

if (window.top === window.self && tutorial) {
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", listen);
  listen();
}

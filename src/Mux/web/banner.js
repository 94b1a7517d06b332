// Added by the mux to notebook pages: says what happens to the attendee's machine. In a shadow tree, so that neither page nor bar styles the other.
import css from "./banner.css";

const tutorial = /^\/camp\/([^/]+)\//.exec(location.pathname)?.[1];
const dismissed = new Set();
const SAVE_SECONDS = 6;
const countdown = element("span", { className: "countdown" });
countdown.setAttribute("role", "timer");
let loadedVersion; // what served when this page was loaded
let bar;
let source;
let shown = "";
let clockSkew = 0; // the mux's clock counts, whatever the browser's says

function messageFor(view) {
  const mine = view.tutorials.find((each) => each.name === tutorial);
  const helped = handFor(view.hand);
  if (helped) {
    return helped;
  }

  if (view.state === "moving") {
    return { key: "moving", tone: "warn", text: "Your machine is being replaced. Your saved files come along; this page reconnects in a moment.", busy: true };
  }

  if (view.state === "waiting" || !mine) {
    return view.state === "waiting" ? { key: "waiting", tone: "warn", text: "You have no machine right now.", link: ["To the waiting room", "/"] } : null;
  }

  loadedVersion ??= mine.version || undefined;
  if (mine.update && !dismissed.has(`update ${mine.update.rollout} ${mine.update.choice}`)) {
    return offerFor(mine, view.formToken);
  }

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
    const text = mine.contentOnly
      ? `${mine.title} has new files; your kernels go on. Save your work, then reload this page to see them.`
      : `${mine.title} was updated. Save your work, then reload this page.`;
    return { key: `updated ${mine.version}`, tone: "good", text, reload: true, files: mine.conflicts };
  }

  if (mine.conflicts.length > 0) {
    return { key: `conflicts ${mine.conflicts.join()}`, tone: "info", text: "You and the last update both changed the same files:", files: mine.conflicts };
  }

  if (view.notice) {
    return { key: `notice ${view.notice}`, tone: "info", text: view.notice };
  }

  return view.codeToNote ? { key: "code", tone: "info", text: "Note down your personal code: it brings you back here from another browser.", link: ["Show it", "/"], aside: true } : null;
}

// Whoever may see the attendee's work is named as long as it is so.
function handFor(hand) {
  if (hand?.question) {
    const { id, about, typing } = hand.question;
    return { key: `asked ${id}`, tone: "info", text: `${hand.helper} asks to ${typing ? "type in" : "see"} your notebooks of ${about}.`, link: ["Answer", "/#hand"], aside: true };
  }

  if (!hand?.leave) {
    return null;
  }

  const { about, typing, until } = hand.leave;
  const text = `${hand.helper} can ${typing ? "see and type in" : "see what you save in"} your notebooks of ${about} until ${clock(until)}.`;
  return { key: `open ${until}`, tone: "warn", text, link: ["End it", "/#hand"], aside: true, stays: true };
}

function offerFor(mine, token) {
  const { rollout, note, choice, breakAt, breakText, dueAt, paused } = mine.update;
  const message = { key: `update ${rollout} ${choice}`, tone: "info", rollout, token, dueAt: paused ? null : dueAt, busy: choice === "now" };
  const said = note ? ` “${note}”` : "";
  if (choice === "now") {
    return { ...message, text: `Your work is saved, then the new version of ${mine.title} comes.` };
  }

  const held = paused ? " The organizers hold it for the moment." : "";
  const when = breakText ? ` ${breakText}` : "";
  const text = choice === "break" ? `The new version of ${mine.title} comes at the break.${when}${said}${held}` : `A new version of ${mine.title} is ready.${said} Save your work.${held}`;
  const later = ["break", breakAt ? `At the break, ${clock(breakAt)}` : "When the time is up"];
  return { ...message, text, answers: choice === "break" ? [["now", "Update now"]] : [["now", "Update now"], later] };
}

const clock = (time) => new Date(time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

async function choose(message, answer) {
  if (answer === "now") {
    await saveAll();
  }

  const body = new URLSearchParams({ token: message.token, rollout: message.rollout, answer });
  try {
    await fetch("/update", { method: "POST", body, redirect: "manual" });
  } catch {
    // The mux is away for a moment: the bar stays, and with it the choice.
  }
}

// JupyterLab saves by itself only every two minutes. Where the page lets us, all is saved now.
async function saveAll() {
  try {
    await window.jupyterapp?.commands.execute("docmanager:save-all");
  } catch {
    // The bar has said to save.
  }
}

function tick() {
  const due = tick.message?.dueAt;
  if (!due) {
    return;
  }

  const seconds = Math.max(0, Math.round((Date.parse(due) - Date.now() - clockSkew) / 1000));
  countdown.textContent = seconds >= 3600 ? `at ${clock(due)}` : `in ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (seconds <= SAVE_SECONDS && tick.saved !== tick.message.rollout) {
    tick.saved = tick.message.rollout;
    saveAll();
  }
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
  tick.message = key ? message : null;
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

  if (message.dueAt) {
    parts.push(countdown);
  }

  for (const [answer, label] of message.answers ?? []) {
    parts.push(element("button", { className: answer === "now" ? "main" : "", textContent: label, onclick: () => choose(message, answer) }));
  }

  if (message.reload) {
    parts.push(element("button", { className: "main", textContent: "Reload", onclick: () => location.reload() }));
  }

  if (message.link) {
    parts.push(element("a", { href: message.link[1], textContent: message.link[0], target: message.aside ? "_blank" : "" }));
  }

  tick();
  if (message.stays) {
    return parts;
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
    source.addEventListener("berth", (event) => {
      const view = JSON.parse(event.data);
      clockSkew = Date.parse(view.time) - Date.now();
      show(messageFor(view));
    });
    source.onerror = () => source?.readyState === EventSource.CLOSED && setTimeout(listen, 5000);
  }
}

if (window.top === window.self && tutorial) {
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", listen);
  setInterval(tick, 1000);
  listen();
}

// Runs before the page is painted: the visitor's own choice, else what the system says.
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

function chosen() {
  try {
    return localStorage.getItem("mux-theme");
  } catch {
    return null; // storage is switched off
  }
}

function apply() {
  root.dataset.bsTheme = chosen() ?? (dark.matches ? "dark" : "light");
}

apply();
dark.addEventListener("change", apply);
addEventListener("storage", apply);

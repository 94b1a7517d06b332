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
document.cookie = "mux-js=1; path=/; samesite=lax"; // the mux need not have this browser reload waiting pages
dark.addEventListener("change", apply);
addEventListener("storage", apply);

// Sets the theme before the first paint. It is not a module, so that it runs
// while the head is read. Without a choice the system's theme holds.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const keep = (name) => { try { localStorage.setItem("theme", name); } catch { /* private window: for this visit only */ } };
  const isDark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";

  const choice = kept();
  if (choice === "dark" || choice === "light") root.dataset.theme = choice;

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const show = () => {
      button.setAttribute("aria-pressed", String(isDark()));
      button.title = isDark() ? "Dark theme is on" : "Dark theme is off";
      button.querySelector("use").setAttribute("href", "/icons.svg#" + (isDark() ? "sun" : "moon"));
    };
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      keep(root.dataset.theme);
      show();
    });
    system.addEventListener("change", show);
    show();
  });
})();

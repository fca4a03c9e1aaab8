// Sets Bootstrap's theme from <html data-appearance="auto|light|dark"> and the system's wish.
// A classic script, loaded in <head> without defer: the first paint already has the right colours.
// A change of data-appearance (the switch in the shell) or of the system takes effect at once.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const wish = root.dataset.appearance || "auto";
    const theme = wish === "auto" ? (dark.matches ? "dark" : "light") : wish;
    if (root.dataset.bsTheme !== theme) root.dataset.bsTheme = theme;
  };
  apply();
  dark.addEventListener("change", apply);
  new MutationObserver(apply).observe(root, { attributeFilter: ["data-appearance"] });
})();

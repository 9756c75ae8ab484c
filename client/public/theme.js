// Sets the remembered theme before the first paint. A file of its own because the page allows no inline script.
try {
  const theme = localStorage.getItem("companion:theme");
  if (["light", "dark", "contrast"].includes(theme)) document.documentElement.dataset.theme = theme;
} catch {
  // no storage: the system's theme it is
}

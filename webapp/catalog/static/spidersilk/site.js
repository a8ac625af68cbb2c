// What a keyboard and a slow line ask for. Every page works without it.
const search = document.querySelector("[data-search]");

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && search && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.focus();
    search.select();
  }
});

// A page that is long in coming says so; one from the browser's memory has come already.
const busy = (on) => document.documentElement.classList.toggle("busy", on);
document.addEventListener("submit", () => busy(true));
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const stays = !link || link.hasAttribute("download") || link.target || event.ctrlKey || event.metaKey || event.shiftKey;
  if (!stays && link.origin === location.origin && !link.getAttribute("href").startsWith("#")) busy(true);
});
window.addEventListener("pageshow", () => busy(false));

// On a narrow page the filters would hide what they filter.
const facets = document.querySelector("details.facets");
if (facets && matchMedia("(max-width: 48rem)").matches) facets.open = false;

// Select2 tells a screen reader no names of its fields, and calls a list what is none.
function mend() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const name = document.querySelector(`label[for="${CSS.escape(select.id)}"]`)?.textContent.trim();
    const box = select.nextElementSibling;
    if (!name || !box?.classList.contains("select2")) continue;
    for (const part of box.querySelectorAll("[role=combobox], [role=textbox], .select2-search__field")) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", name);
    }
    for (const list of box.querySelectorAll("ul")) {
      list.setAttribute("role", "group");
      list.setAttribute("aria-label", name);
      for (const entry of list.querySelectorAll("li")) entry.setAttribute("role", "none");
    }
  }
  for (const field of document.querySelectorAll(".select2-dropdown .select2-search__field")) field.setAttribute("aria-label", "Search");
}

if (document.querySelector("select.admin-autocomplete")) {
  mend();
  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
}

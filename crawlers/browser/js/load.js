// Take the document if it is loaded.
// arguments: name of the mark on a document that was taken, number of this page,
//            take it as it is?, most characters
const [mark, number, now, longest] = arguments;
if ((window[mark] ?? number) !== number || location.href === "about:blank") return {state: "stale"};
if (!now && document.readyState !== "complete") return {state: "loading"};
window[mark] = number;
const entry = performance.getEntriesByType("navigation")[0];
const root = document.documentElement;
const kind = document.doctype ? new XMLSerializer().serializeToString(document.doctype) : "";
const html = root ? kind + root.outerHTML : "";
return {
  state: "taken",
  url: location.href,
  document: entry ? entry.name : document.URL,
  length: html.length,
  html: html.length > longest ? "" : html,
};

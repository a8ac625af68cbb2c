// Wait until the document is loaded and has settled; says what is there then.
// arguments: name of the mark on a document that was taken, number of this page, most milliseconds to wait, milliseconds to settle, most characters, callback
const [mark, number, most, settle, longest, done] = arguments;
if ((window[mark] ?? number) !== number || location.href === "about:blank") {
  return done({state: "stale"});
}
const take = (state) => {
  window[mark] = number;
  const entry = performance.getEntriesByType("navigation")[0];
  const root = document.documentElement;
  const kind = document.doctype ? new XMLSerializer().serializeToString(document.doctype) : "";
  const html = root ? kind + root.outerHTML : "";
  done({
    state,
    url: location.href,
    document: entry ? entry.name : document.URL,
    length: html.length,
    html: html.length > longest ? "" : html,
  });
};
const end = setTimeout(() => take("loading"), most);
const loaded = () => setTimeout(() => { clearTimeout(end); take("loaded"); }, settle);
if (document.readyState === "complete") loaded();
else addEventListener("load", loaded, {once: true});

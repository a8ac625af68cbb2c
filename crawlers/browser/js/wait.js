// Wait until elements are in a state; says how many match, or -1 if they are not yet.
// arguments: selector, state, most milliseconds, callback
const [css, state, most, done] = arguments;
const isShown = (element) => {
  const style = getComputedStyle(element);
  return element.getClientRects().length > 0 && style.visibility !== "hidden";
};
const count = () => {
  const all = [...document.querySelectorAll(css)];
  const shown = all.filter(isShown).length;
  if (state === "visible") return shown || -1;
  if (state === "attached") return all.length || -1;
  if (state === "hidden") return shown ? -1 : 0;
  return all.length ? -1 : 0;
};
const end = performance.now() + most;
const look = () => {
  const found = count();
  if (found >= 0 || performance.now() >= end) done(found);
  else setTimeout(look, 25);
};
look();

// Say how many elements match, or -1 if they are not in the state that is waited for.
// arguments: selector, state
const [css, state] = arguments;
const isShown = (element) => {
  const style = getComputedStyle(element);
  return element.getClientRects().length > 0 && style.visibility !== "hidden";
};
const all = [...document.querySelectorAll(css)];
const shown = all.filter(isShown).length;
if (state === "visible") return shown || -1;
if (state === "attached") return all.length || -1;
if (state === "hidden") return shown ? -1 : 0;
return all.length ? -1 : 0;

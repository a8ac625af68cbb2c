// Scroll on by a screen, wait a while for more, and say what is there now.
// arguments: selector of what scrolls or null, selector of the rows or null,
//            rows wanted?, milliseconds to wait for more, callback
const [inside, css, collect, most, done] = arguments;
const box = inside ? document.querySelector(inside) : document.scrollingElement;
if (!box) return done({error: `nothing matches ${inside}`});
const rows = () => (css ? [...document.querySelectorAll(css)] : []);
const mark = () => `${box.scrollHeight} ${box.scrollTop} ${rows().map((r) => r.outerHTML).join("")}`;
const before = mark();
const [height, count] = [box.scrollHeight, rows().length];
const hasGrown = () => box.scrollHeight > height || rows().length > count;
const html = () => rows().map((row) => row.outerHTML);
const first = collect ? html() : [];
const isAtEnd = () => box.scrollTop + box.clientHeight >= box.scrollHeight - 2;
// Already at the end there is nothing to scroll, and so no event: back a little, and down again.
if (isAtEnd()) box.scrollBy({top: -Math.floor(box.clientHeight * 0.1), behavior: "instant"});
// Most of a screen, so that no row of a list that keeps only what is shown is jumped over.
const on = () => box.scrollBy({
  top: Math.max(1, Math.floor(box.clientHeight * 0.8)),
  behavior: "instant",
});
requestAnimationFrame(() => setTimeout(on));
const end = performance.now() + most;
const say = () => done({
  rows: collect ? [...first, ...html()] : rows().length,
  atEnd: isAtEnd(),
  moved: mark() !== before,
});
const look = () => {
  // At the end more may be on its way; before it, a frame is enough to be drawn.
  const isOver = hasGrown() || performance.now() >= end;
  if (isOver || (!isAtEnd() && mark() !== before)) requestAnimationFrame(() => setTimeout(say, 20));
  else setTimeout(look, 25);
};
look();

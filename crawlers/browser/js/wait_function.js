// Wait until an expression is true; says its value, or that it is not true yet.
// arguments: expression, most milliseconds, callback
const [expression, most, done] = arguments;
const end = performance.now() + most;
const look = async () => {
  try {
    const value = await (0, eval)(expression);
    if (value) done({value: JSON.parse(JSON.stringify(value) ?? "true")});
    else if (performance.now() >= end) done({});
    else setTimeout(look, 25);
  } catch (error) {
    done({error: String(error)});
  }
};
look();

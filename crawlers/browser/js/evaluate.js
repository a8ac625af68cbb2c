// Say an expression's value, awaited, as JSON.
// arguments: expression, callback
const [expression, done] = arguments;
(async () => {
  try {
    done({value: JSON.parse(JSON.stringify(await (0, eval)(expression)) ?? "null")});
  } catch (error) {
    done({error: String(error)});
  }
})();

// Say an expression's value if it is true.
// arguments: expression
try {
  const value = (0, eval)(arguments[0]);
  return value ? {value: JSON.parse(JSON.stringify(value) ?? "true")} : {};
} catch (error) {
  return {error: String(error)};
}

// Runs last: an address may name what is looked for ("#find=…"), as the hits of an atlas do.
((page) => {
  const wanted = landwatch.address.read().get("find");
  if (wanted) page.find(wanted);
})(landwatch.page);

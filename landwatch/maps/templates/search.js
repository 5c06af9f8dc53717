// Search by parcel, contract, e-supervision number or company.
((page) => {
  const { data } = landwatch;
  const { words } = data;
  const unplaced = data.unplaced.map((no) => ({ contract: no }));
  const entries = [...page.places].reverse().concat(unplaced).map((place) => {
    const nos = place.contract ? [place.contract] : place.parcel.live;
    const cards = nos.map((no) => data.cards[no]);
    const first = place.contract || place.parcel.no;
    const find = [first, ...cards.flatMap((card) => card.find), ...(place.parcel ? place.parcel.find : [])];
    const holder = cards.length ? cards[0].holder : words.noContract;
    return { place, label: `${first} · ${holder}`, detail: nos.join(" · "), find };
  });
  const take = ({ place }) => (place.contract ? page.showContract(place.contract) : page.show(place));
  page.find = landwatch.finder({ entries, words, take }).find;
})(landwatch.page);

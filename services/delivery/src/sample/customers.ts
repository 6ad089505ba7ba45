const houses = [
  "Northwind", "Alder", "Brightwater", "Cobalt", "Driftwood", "Ember", "Fairhaven", "Granite", "Harbour", "Ironbridge",
  "Juniper", "Kestrel", "Lantern", "Meridian", "Nimbus", "Oakfield", "Pinnacle", "Quarry", "Riverside", "Saffron",
  "Tamarind", "Umber", "Vantage", "Willow", "Yarrow", "Zephyr", "Amberley", "Birchwood", "Clearview", "Dovetail",
];
const trades = [
  "Bakery", "Outfitters", "Books", "Bikes", "Pharmacy", "Florists", "Hardware", "Coffee", "Ceramics", "Opticians",
  "Garden", "Records", "Foods", "Furniture", "Travel", "Music", "Toys", "Wines",
];

/** Companies with names one can read aloud (540 of them), then numbered ones; always the same ones for the same count. */
export function sampleCustomers(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    // both lists turn with every customer, so that the first few do not all begin alike
    const house = houses[index % houses.length];
    const trade = trades[(index + Math.floor(index / houses.length)) % trades.length];
    return index < houses.length * trades.length ? `${house} ${trade}` : `Customer ${String(index + 1).padStart(5, "0")}`;
  });
}

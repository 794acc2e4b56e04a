/* model.mjs - finding things in the day's model (type Day of schema/messages.json), as a welcome brings it. */
export function groupOf(day, id) {
  return day.groups.find(({ group }) => group === id)
}

export function itemOf(day, id) {
  return day.items.find(({ item }) => item === id)
}

export function textsOf(fields) {
  return Object.fromEntries(fields.map(({ field, text }) => [field, text]))
}

export function seatsWith(day, role) {
  return day.seats.filter(({ roles }) => roles.includes(role)).map(({ seat }) => seat)
}

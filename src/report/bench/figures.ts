/** Three digits: `38.4`, `0.072`. */
export function significant(value: number): string {
  if (value >= 100) return value.toFixed(0)
  if (value >= 10) return value.toFixed(1)
  return value >= 1 ? value.toFixed(2) : value.toFixed(3)
}

/** How many in a second, where one takes so long: `38.4 M`, `6.60 k`. */
export function formatRate(nanoseconds: number): string {
  const perSecond = 1e9 / nanoseconds
  if (perSecond >= 1e6) return `${significant(perSecond / 1e6)} M`
  return perSecond >= 1e3 ? `${significant(perSecond / 1e3)} k` : significant(perSecond)
}

/** From the slower to the quicker, with the unit once where it is the same: `38.1 - 39.0 M`. */
export function formatRates(slower: number, quicker: number): string {
  const [low, high] = [formatRate(slower), formatRate(quicker)]
  const [figure = '', unit] = low.split(' ')
  return unit === high.split(' ')[1] ? `${figure} - ${high}` : `${low} - ${high}`
}

export function formatNanoseconds(nanoseconds: number): string {
  if (nanoseconds < 1e3) return `${significant(nanoseconds)} ns`
  if (nanoseconds < 1e6) return `${significant(nanoseconds / 1e3)} µs`
  return `${significant(nanoseconds / 1e6)} ms`
}

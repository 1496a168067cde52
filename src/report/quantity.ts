/** `12,034`: the same in every locale. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 scenario`, `4,000 prefixes`. */
export function countOf(count: number, one: string, many: string = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

const secondsPerMinute = 60
const secondsPerHour = 3600
const secondsPerDay = 86_400

/** A span for people: `0.041 s`, `178.4 s`, `13 m 32 s`, `2 h 10 m`, `3 d 4 h`. */
export function formatSpan(seconds: number): string {
  if (seconds < 1) return `${trimmed(seconds, 3)} s`
  if (seconds < 10 * secondsPerMinute) return `${trimmed(seconds, 1)} s`
  const whole = Math.round(seconds)
  const [large, small] =
    whole < secondsPerHour
      ? [`${Math.floor(whole / secondsPerMinute)} m`, `${whole % secondsPerMinute} s`]
      : whole < secondsPerDay
        ? [
            `${Math.floor(whole / secondsPerHour)} h`,
            `${Math.floor((whole % secondsPerHour) / secondsPerMinute)} m`,
          ]
        : [
            `${Math.floor(whole / secondsPerDay)} d`,
            `${Math.floor((whole % secondsPerDay) / secondsPerHour)} h`,
          ]
  return `${large} ${small}`
}

/** An instant for people, to the millisecond: `+13.204`. */
export function formatMoment(seconds: number): string {
  return `+${seconds.toFixed(3)}`
}

/** A share from 0 to 1 as `78.04 %`, rounded towards the imperfect: 100 % means that nothing was lost. */
export function formatShare(share: number): string {
  return `${trimmed(Math.floor(share * 10_000 + 1e-9) / 100, 2)} %`
}

/** A share from 0 to 1 as `46.9 %`. */
export function formatPart(share: number): string {
  return `${trimmed(100 * share, 1)} %`
}

const octetUnits = ['octets', 'kB', 'MB', 'GB', 'TB', 'PB'] as const

/** Octets in decimal units, as bills have them: `12.5 MB`, `1.234 TB`. */
export function formatOctets(octets: number): string {
  let [value, unit] = [octets, 0]
  while (value >= 1000 && unit < octetUnits.length - 1) {
    value /= 1000
    unit++
  }
  return `${trimmed(value, unit < 3 ? 1 : 3)} ${octetUnits[unit]}`
}

function trimmed(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)))
}

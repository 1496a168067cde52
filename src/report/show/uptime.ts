const day = 86_400
const week = 7 * day
const year = 365 * day

/** How long a session has stood or lain, in the four shapes that FRR's `peer_uptime` gives. */
export function formatUptime(seconds: number | undefined): string {
  if (seconds === undefined) return 'never'
  const whole = Math.floor(seconds)
  const hours = Math.floor((whole % day) / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const days = Math.floor((whole % year) / day)
  const weeks = Math.floor(days / 7)
  if (whole < day) return `${two(hours)}:${two(minutes)}:${two(whole % 60)}`
  if (whole < week) return `${days}d${two(hours)}h${two(minutes)}m`
  if (whole < year) return `${two(weeks)}w${days % 7}d${two(hours)}h`
  return `${two(Math.floor(whole / year))}y${two(weeks)}w${days % 7}d`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

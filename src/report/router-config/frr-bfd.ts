import { type BfdMilliseconds, bfdMilliseconds, type WatchedPeer } from './bfd-timers.ts'
import { neighborOf } from './vty-lines.ts'

/** What FRR's bfdd is told. Sessions with the same timers share a profile. */
export function frrBfdProfiles({ peers }: { readonly peers: readonly WatchedPeer[] }): readonly string[] {
  const timers = new Map(
    peers.flatMap(({ bfd }) => {
      if (bfd === undefined) return []
      const own = bfdMilliseconds(bfd)
      return [[profileName(own), own] as const]
    }),
  )
  if (timers.size === 0) return []
  const profileLines = [...timers].flatMap(([name, { transmit, receive, multiplier }]) => [
    ` profile ${name}`,
    `  detect-multiplier ${multiplier}`,
    `  receive-interval ${receive}`,
    `  transmit-interval ${transmit}`,
    ' exit',
  ])
  return ['bfd', ...profileLines, 'exit', '!']
}

/** What its bgpd is told of one neighbour. */
export function frrBfdLines({ configuration, bfd }: WatchedPeer): readonly string[] {
  if (bfd === undefined) return []
  return [`${neighborOf(configuration)} bfd profile ${profileName(bfdMilliseconds(bfd))}`]
}

/** `bfd-300-300-3`. */
function profileName({ transmit, receive, multiplier }: BfdMilliseconds): string {
  return `bfd-${transmit}-${receive}-${multiplier}`
}

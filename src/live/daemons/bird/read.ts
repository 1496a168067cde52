import { formatCommunity } from '../../../bgp/community.ts'
import type { RouterSetup } from '../router-setup.ts'
import { type PathSnapshot, pathSnapshot, type SentNotification, type SessionSnapshot } from '../snapshot.ts'

/** BIRD's `show route all`: every path of every table, those of protocols that are no peers left out. */
export function readBirdPaths(text: string, router: RouterSetup): readonly PathSnapshot[] {
  const paths: PathSnapshot[] = []
  let prefix = ''
  for (const block of routeBlocks(text)) {
    const [head = '', ...details] = block.split('\n')
    const [, net = '', kind = '', protocol = '', rest = ''] = routeHead.exec(head) ?? []
    if (net !== '') prefix = net
    const from = sourceOf(protocol, router)
    if (from === undefined || kind === 'unreachable') continue
    paths.push(pathOf(prefix, from, /^(?:\S+ )*?\*/.test(rest.trim()), details))
  }
  return paths
}

/** `10.1.0.0/16  unicast [peer0 21:58:15.123] * (100) [AS65001i]`; the prefix stands before its first path alone. */
const routeHead = /^(\S*)\s+(unicast|blackhole|unreachable|prohibit) \[(\w+)[^\]]*\](.*)$/

function routeBlocks(text: string): readonly string[] {
  const blocks: string[] = []
  for (const line of text.split('\n')) {
    if (routeHead.test(line)) blocks.push(line)
    else if (blocks.length > 0) blocks.push(`${blocks.pop()}\n${line}`)
  }
  return blocks
}

/** The session's name, or `local`; `undefined` for what is connected. */
function sourceOf(protocol: string, { peers }: RouterSetup): string | undefined {
  if (protocol.startsWith('own_')) return 'local'
  return peers.find(({ label }) => label === protocol)?.configuration.name
}

function pathOf(prefix: string, from: string, best: boolean, details: readonly string[]): PathSnapshot {
  const told = new Map(
    details.flatMap((line) => {
      const [, name, value] = /^\s*BGP\.(\w+): ?(.*)$/.exec(line) ?? []
      return name === undefined ? [] : [[name, (value ?? '').trim()] as const]
    }),
  )
  return pathSnapshot(prefix, from, {
    best,
    // A link-local address follows the global one.
    nextHop: told.get('next_hop')?.split(' ')[0] ?? '',
    asPath: (told.get('as_path') ?? '').replaceAll(/\{[^}]*\}/g, (set) => set.replaceAll(' ', ',')),
    origin: (told.get('origin') ?? '').replace('Incomplete', 'INCOMPLETE'),
    localPref: numberIn(told.get('local_pref')),
    med: numberIn(told.get('med')),
    communities: [...(told.get('community') ?? '').matchAll(/\((\d+),(\d+)\)/g)].map(([, high, low]) =>
      formatCommunity(Number(high) * 0x10000 + Number(low)),
    ),
    originatorId: told.get('originator_id'),
    clusterList: told.get('cluster_list')?.split(' ') ?? [],
    largeCommunities: tuplesIn(told.get('large_community')),
    extendedCommunities: tuplesIn(told.get('ext_community')).map((text) => text.replace(/^ro:/, 'soo:')),
  })
}

/** `(65010, 1, 2) (65010, 1, 3)` as texts with colons. */
function tuplesIn(text: string | undefined): readonly string[] {
  return [...(text ?? '').matchAll(/\(([^)]*)\)/g)].map(([, inside = '']) => inside.split(/, */).join(':'))
}

function numberIn(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}

/** BIRD's `show route export PEER`: the prefixes that go to the peer. */
export function readBirdExport(text: string): readonly string[] {
  const prefixes = text.split('\n').flatMap((line) => {
    const [, net = ''] = routeHead.exec(line) ?? []
    return net === '' ? [] : [net]
  })
  return prefixes.sort()
}

/** BIRD's `show protocols all`; which paths are stale it does not show, so all of a peer whose restart is awaited are. */
export function readBirdSessions(
  text: string,
  router: RouterSetup,
  paths: readonly PathSnapshot[],
): ReadonlyMap<string, SessionSnapshot> {
  const blocks = new Map(
    text.split(/^(?=peer\d+ )/m).map((block) => [/^(peer\d+) /.exec(block)?.[1] ?? '', block] as const),
  )
  return new Map(
    router.peers.map(({ label, configuration }) => {
      const block = blocks.get(label) ?? ''
      const established = /^\s+BGP state:\s+Established$/m.test(block)
      const hold = /^\s+Hold timer:\s+[\d.]+\/(\d+)/m.exec(block)?.[1]
      const holdTimeSeconds = established ? Number(hold ?? 0) : undefined
      const isAwaited = /^\s+Neighbor graceful restart active$/m.test(block)
      const stale = isAwaited && paths.some(({ from }) => from === configuration.name)
      return [configuration.name, { established, holdTimeSeconds, stale }]
    }),
  )
}

/** BIRD's `show protocols`: the peers that it does not try to reach, by their labels. */
export function readBirdDown(text: string): readonly string[] {
  return [...text.matchAll(/^(peer\d+) +BGP +\S+ +down /gm)].map(([, label = '']) => label)
}

/**
 * BIRD's log: the NOTIFICATIONs that it sent because of an error, and those of any kind that it received. What it sends on an
 * operator's word it does not log, but its peer does.
 */
export function readBirdNotifications(text: string, router: RouterSetup): readonly SentNotification[] {
  return text.split('\n').flatMap((line) => {
    const [, label, way, told = ''] = /(peer\d+): (Error|Received): (.*)$/.exec(line) ?? []
    const peer = router.peers.find((other) => other.label === label)
    const codes = errorCodes.find(({ text: start }) => told.startsWith(start))
    if (peer === undefined || codes === undefined) return []
    const { name: session, remote } = peer.configuration
    const { code, subcode } = codes
    return [{ router: way === 'Error' ? router.name : remote, session, code, subcode }]
  })
}

/** BIRD's words for the codes that it sends in the faults of a lab. */
const errorCodes: readonly { readonly text: string; readonly code: number; readonly subcode: number }[] = [
  { text: 'Bad peer AS', code: 2, subcode: 2 },
  { text: 'Bad BGP identifier', code: 2, subcode: 3 },
  { text: 'Unacceptable hold time', code: 2, subcode: 6 },
  { text: 'Hold timer expired', code: 4, subcode: 0 },
  { text: 'Maximum number of prefixes reached', code: 6, subcode: 1 },
  { text: 'Administrative shutdown', code: 6, subcode: 2 },
  { text: 'Peer de-configured', code: 6, subcode: 3 },
  { text: 'Administrative reset', code: 6, subcode: 4 },
  { text: 'Connection rejected', code: 6, subcode: 5 },
  { text: 'Other configuration change', code: 6, subcode: 6 },
]

import { formatCommunity } from '../../../bgp/community.ts'
import { formatAddress } from '../../../net/address-text.ts'
import type { PeerSetup, RouterSetup } from '../router-setup.ts'
import {
  type PathSnapshot,
  type PlainAttributes,
  pathSnapshot,
  type RouteSnapshot,
  routeSnapshot,
  type SentNotification,
  type SessionSnapshot,
  sortedRoutes,
} from '../snapshot.ts'

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
    const best = /^(?:\S+ )*?\*/.test(rest.trim())
    paths.push(pathSnapshot(prefix, from, { best, ...plainIn(details) }))
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

function plainIn(details: readonly string[]): PlainAttributes {
  const told = new Map(
    details.flatMap((line) => {
      const [, name, value] = /^\s*BGP\.(\w+): ?(.*)$/.exec(line) ?? []
      return name === undefined ? [] : [[name, (value ?? '').trim()] as const]
    }),
  )
  return {
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
  }
}

/** `(65010, 1, 2) (65010, 1, 3)` as texts with colons. */
function tuplesIn(text: string | undefined): readonly string[] {
  return [...(text ?? '').matchAll(/\(([^)]*)\)/g)].map(([, inside = '']) => inside.split(/, */).join(':'))
}

function numberIn(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}

/** BIRD's `show route import table PEER.CHANNEL all`: what the peer announced, as it came. */
export function readBirdImported(text: string): readonly RouteSnapshot[] {
  return sortedRoutes(routesIn(text))
}

/** BIRD's `show route export PEER all`: what its filter lets out, before the session puts the own AS in front and changes the rest. */
export function readBirdExported(text: string, { configuration }: PeerSetup): readonly RouteSnapshot[] {
  const { localAsn, remoteAsn } = configuration.session
  const routes = routesIn(text).map(({ prefix, attributes }) => {
    const path = attributes.get('asPath') ?? ''
    const asPath = localAsn === remoteAsn ? path : `${localAsn} ${path}`.trimEnd()
    // A route of its own that no filter changed shows no attributes.
    const origin = attributes.get('origin') || 'IGP'
    return { prefix, attributes: new Map([...attributes, ['asPath', asPath], ['origin', origin]] as const) }
  })
  return sortedRoutes(routes)
}

function routesIn(text: string): readonly RouteSnapshot[] {
  return routeBlocks(text).flatMap((block) => {
    const [head = '', ...details] = block.split('\n')
    const [, net = ''] = routeHead.exec(head) ?? []
    return net === '' ? [] : [routeSnapshot(net, plainIn(details))]
  })
}

/** BIRD's `show protocols all` and `show bfd sessions`; which paths are stale it does not show, so all of a peer whose restart is awaited are. */
export function readBirdSessions(
  { protocols, watched }: { readonly protocols: string; readonly watched: string },
  router: RouterSetup,
  paths: readonly PathSnapshot[],
): ReadonlyMap<string, SessionSnapshot> {
  const blocks = new Map(
    protocols.split(/^(?=peer\d+ )/m).map((block) => [/^(peer\d+) /.exec(block)?.[1] ?? '', block] as const),
  )
  return new Map(
    router.peers.map(({ label, bfd, configuration }) => {
      const address = formatAddress(configuration.remoteAddress)
      const isUp = watched.split('\n').some((line) => line.startsWith(`${address} `) && / Up /.test(line))
      const block = blocks.get(label) ?? ''
      const established = /^\s+BGP state:\s+Established$/m.test(block)
      const hold = /^\s+Hold timer:\s+[\d.]+\/(\d+)/m.exec(block)?.[1]
      const holdTimeSeconds = established ? Number(hold ?? 0) : undefined
      const isAwaited = /^\s+Neighbor graceful restart active$/m.test(block)
      const stale = isAwaited && paths.some(({ from }) => from === configuration.name)
      return [
        configuration.name,
        { established, holdTimeSeconds, stale, ...(bfd === undefined ? {} : { bfdUp: isUp }) },
      ]
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
    const [, label, way, told = ''] = /(peer\d+): (?:(Error|Received): )?(.*)$/.exec(line) ?? []
    const peer = router.peers.find((other) => other.label === label)
    const codes = errorCodes.find(({ text: start }) => told.startsWith(start))
    if (peer === undefined || codes === undefined) return []
    const { name: session, remote } = peer.configuration
    const { code, subcode } = codes
    return [{ router: way === 'Received' ? remote : router.name, session, code, subcode }]
  })
}

/** BIRD's words for the codes that it sends in the faults of a lab. */
const errorCodes: readonly { readonly text: string; readonly code: number; readonly subcode: number }[] = [
  { text: 'Bad peer AS', code: 2, subcode: 2 },
  { text: 'Bad BGP identifier', code: 2, subcode: 3 },
  { text: 'Unacceptable hold time', code: 2, subcode: 6 },
  { text: 'Required capability missing', code: 2, subcode: 7 },
  { text: 'Hold timer expired', code: 4, subcode: 0 },
  { text: 'Maximum number of prefixes reached', code: 6, subcode: 1 },
  { text: 'BFD session down', code: 6, subcode: 0 },
  { text: 'Administrative shutdown', code: 6, subcode: 2 },
  { text: 'Peer de-configured', code: 6, subcode: 3 },
  { text: 'Administrative reset', code: 6, subcode: 4 },
  { text: 'Connection rejected', code: 6, subcode: 5 },
  { text: 'Other configuration change', code: 6, subcode: 6 },
]

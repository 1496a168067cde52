import type { SessionConfiguration } from '../../src/bgp/fsm/session.ts'
import {
  everyRoute,
  gracefulShutdown,
  type Policy,
  type PolicyChange,
  type PolicyMatch,
  type PolicyTerm,
  unchanged,
} from '../../src/bgp/policy.ts'
import type { Profile } from '../../src/bgp/profile.ts'
import { profiles } from '../../src/bgp/profiles.ts'
import type {
  AggregateConfiguration,
  InterfaceConfiguration,
  PeerConfiguration,
  SpeakerConfiguration,
} from '../../src/bgp/speaker-configuration.ts'
import { addressBits, type Family } from '../../src/net/address.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import { parsePrefix, readAddressWithLength } from '../../src/net/prefix-text.ts'
import { valueOrThrow } from '../../src/net/read.ts'

export interface LabPlan {
  readonly routers: Readonly<Record<string, RouterPlan>>
  readonly sessions: readonly SessionPlan[]
}

/** A router of its AS; the profile is BIRD's, which holds nothing back. `ports` are beside those of its sessions. */
export interface RouterPlan {
  readonly asn: number
  readonly profile?: Profile
  readonly maximumPaths?: number
  readonly clusterId?: number
  readonly aggregates?: readonly AggregateConfiguration[]
  readonly drain?: PolicyChange
  readonly ports?: Readonly<Record<string, string>>
}

/**
 * The session `a-b` over a port of the same name at both routers. Session number `n` of the plan has the
 * addresses 10.254.n.1 and 10.254.n.2, or fd00:0:0:n::1 and ::2 where it runs `over` IPv6.
 */
export interface SessionPlan {
  readonly between: readonly [string, string]
  readonly over?: Family
  readonly families?: readonly Family[]
  /** What differs from an ordinary peer, by the router that is so configured. */
  readonly ends?: Readonly<Record<string, EndDifference>>
}

export type EndDifference = Partial<
  Pick<
    PeerConfiguration,
    | 'import'
    | 'export'
    | 'nextHopSelf'
    | 'routeReflectorClient'
    | 'prefixLimit'
    | 'weight'
    | 'allowOwnAsn'
    | 'removePrivateAsns'
    | 'defaultOriginate'
  >
> & { readonly session?: Partial<SessionConfiguration> }

/** A term of a policy for every route, or for those that match. */
export function term(set: Partial<PolicyChange> | 'reject', match: Partial<PolicyMatch> = {}): PolicyTerm {
  return { match: { ...everyRoute, ...match }, set: set === 'reject' ? undefined : { ...unchanged, ...set } }
}

/** The one prefix, exactly. */
export function exactly(text: string): Partial<PolicyMatch> {
  const prefix = parsePrefix(text)
  return { prefixes: [{ prefix, minimumLength: prefix.length, maximumLength: prefix.length }] }
}

export const acceptAll: Policy = [term({})]

export function speakerConfigurations({ routers, sessions }: LabPlan): readonly SpeakerConfiguration[] {
  const names = Object.keys(routers)
  return names.map((name, index) => {
    const { asn, profile = profiles.bird, maximumPaths = 1, ports = {} } = planOf(routers, name)
    const own = sessions.flatMap((session, number) =>
      session.between.includes(name) ? [{ session, number }] : [],
    )
    const bgpIdentifier = index + 1
    const { clusterId = bgpIdentifier, aggregates = [], drain = gracefulShutdown } = planOf(routers, name)
    const self: Self = { name, asn, bgpIdentifier, profile }
    return {
      ...{ name, asn, bgpIdentifier, clusterId, profile, maximumPaths, aggregates, drain },
      interfaces: [
        ...own.map(({ session, number }) => portOf(name, session, number)),
        ...Object.entries(ports).map(([port, address]) => ({ name: port, addresses: [written(address)] })),
      ],
      peers: own.map(({ session, number }) => peerOf(self, routers, session, number)),
    }
  })
}

interface Self {
  readonly name: string
  readonly asn: number
  readonly bgpIdentifier: number
  readonly profile: Profile
}

function peerOf(
  self: Self,
  routers: LabPlan['routers'],
  session: SessionPlan,
  number: number,
): PeerConfiguration {
  const [a, b] = session.between
  const remote = a === self.name ? b : a
  const { session: sessionDifference, ...difference } = session.ends?.[self.name] ?? {}
  return {
    ...{ name: `${a}-${b}`, remote, interface: `${a}-${b}` },
    localAddress: parseAddress(addressOf(self.name, session, number)),
    remoteAddress: parseAddress(addressOf(remote, session, number)),
    session: sessionOf(self, planOf(routers, remote).asn, session, sessionDifference),
    ...{ import: [], export: [], nextHopSelf: false, prefixLimit: undefined, weight: 0, allowOwnAsn: 0 },
    ...{ routeReflectorClient: false, removePrivateAsns: false, defaultOriginate: false },
    ...difference,
  }
}

function sessionOf(
  { asn, bgpIdentifier, profile }: Self,
  remoteAsn: number,
  { families = ['ipv4'] }: SessionPlan,
  difference: Partial<SessionConfiguration> = {},
): SessionConfiguration {
  return {
    ...{ localAsn: asn, localBgpIdentifier: bgpIdentifier, remoteAsn, families },
    ...{ routeRefresh: true, fourOctetAs: true, holdTimeSeconds: 180, keepaliveSeconds: 60 },
    ...{ connectRetrySeconds: 10, passive: false, delayOpenSeconds: undefined },
    ...{
      idleHoldSeconds: 1,
      idleHoldMaximumSeconds: 1,
      sendNotificationWithoutOpen: false,
      sendHold: 'RFC 9687',
    },
    ...{
      collisionDetectEstablishedState: false,
      gracefulRestart: undefined,
      enhancedRouteRefresh: undefined,
      bfdStrict: undefined,
    },
    anyMessageRestartsHoldTimer: profile.anyMessageRestartsHoldTimer,
    needsCommonFamily: profile.needsCommonFamily,
    reading: profile,
    ...difference,
  }
}

function portOf(router: string, session: SessionPlan, number: number): InterfaceConfiguration {
  const { over = 'ipv4' } = session
  const address = parseAddress(addressOf(router, session, number))
  return { name: session.between.join('-'), addresses: [{ address, length: addressBits[over] - 2 }] }
}

function addressOf(router: string, { between, over = 'ipv4' }: SessionPlan, number: number): string {
  const host = between[0] === router ? 1 : 2
  return over === 'ipv4' ? `10.254.${number}.${host}` : `fd00:0:0:${number}::${host}`
}

function written(text: string): InterfaceConfiguration['addresses'][number] {
  return valueOrThrow(readAddressWithLength(text), 'an address such as 10.0.0.1/24')
}

function planOf(routers: LabPlan['routers'], name: string): RouterPlan {
  const plan = routers[name]
  if (plan === undefined) throw new Error(`no router ${name} in the plan`)
  return plan
}

import { isPrivateAsn } from '../../bgp/as-path.ts'
import {
  type AsnRange,
  forbiddenAsns,
  isDocumentationAsn,
  largestAsn,
  microsoftAsn,
  rangeOf,
} from '../asn.ts'
import type { CustomerRouter, Design } from '../design.ts'
import { paths } from '../node-names.ts'
import { cite } from '../sources.ts'
import { mseeHoldTimeSeconds, mseeKeepaliveSeconds } from '../timers.ts'
import { connectionsByLink, placedConnections } from './connections.ts'
import { otherAsns } from './link-ends.ts'
import { peeringText, placedPeerings } from './peerings.ts'
import { type Breach, bothEras, type Rule } from './rule.ts'

/** Section B: autonomous systems, keys, redundancy and timers. */
export const sessionRules: readonly Rule[] = [
  {
    id: 'B1',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: 'The peer AS is one that a customer may use',
    story:
      'On private peering the customer brings any public or private AS number, of two octets or four. Azure keeps 65515 to 65520 for itself: the gateway of every virtual network is AS 65515, and would take a route with its own AS in the path for a loop. 0, 23456, 65535 and 4294967295 name no AS at all.',
    remedy: 'Use a public AS of your own, or a private one such as 65010.',
    source: cite('RT16', 'PEER19'),
    assumption: false,
    check: forbiddenPeerAsns,
  },
  {
    id: 'B1',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: "The peer AS is not Microsoft's own",
    story:
      'Every MSEE is AS 12076. A customer of the same AS would make the session an internal one, with other rules for what is told to whom. No document forbids it in words; that Azure would not take it is a conclusion.',
    remedy: "Write the AS of the customer's routers.",
    source: cite('RT16'),
    assumption: true,
    check: (design) =>
      placedPeerings(design)
        .filter(({ peering: { peerAsn } }) => peerAsn === microsoftAsn)
        .map(({ circuit, path }) => ({
          path: [...path, 'peerAsn'],
          message: `peerAsn ${microsoftAsn} of ${circuit} is Microsoft's own AS`,
          fix: "write the AS of the customer's routers",
        })),
  },
  {
    id: 'B2',
    level: 'warning',
    when: 'file',
    eras: bothEras,
    title: 'The peer AS of Microsoft peering is a public one',
    story:
      'A private AS on Microsoft peering is allowed only after a manual validation by Microsoft, and Microsoft takes private AS numbers out of every path that comes in: prepending with one has no effect, so both links, and all circuits, look alike.',
    remedy: 'Use a public AS of your own; 65536 to 65551 of RFC 5398 may stand in for one.',
    source: cite('RT26'),
    assumption: false,
    check: (design) => publicPeerAsns(design, isPrivateAsn, privateAsnBreach),
  },
  {
    id: 'B3',
    level: 'error',
    when: 'file',
    eras: ['current'],
    title: 'No AS for documentation stands in a path on Microsoft peering',
    story:
      'AS numbers 64496 to 64511 are for examples (RFC 5398). Microsoft peering does not take a path with one of them, whichever AS on the way has it.',
    remedy: 'Use a public AS of your own; 65536 to 65551 of RFC 5398 may stand in for one.',
    source: cite('RT23'),
    assumption: false,
    check: (design) => publicPeerAsns(design, isDocumentationAsn, documentationAsnBreach),
  },
  {
    id: 'B3',
    level: 'error',
    when: 'run',
    eras: ['current'],
    title: 'No AS for documentation stands behind the router of a Microsoft peering',
    story:
      'The AS may be that of a branch or a customer behind the router, whose routes it passes on. Microsoft does not take those routes, and nothing but their absence says so. A private AS behind the router does no harm: it is taken out of the path.',
    remedy:
      'Give what is behind the router a public AS, or a private one; 65536 to 65551 of RFC 5398 may stand in for the former.',
    source: cite('RT23', 'RT26'),
    assumption: false,
    check: undefined,
  },
  {
    id: 'B4',
    level: 'error',
    when: 'file',
    eras: bothEras,
    title: 'An MD5 key has at most 25 letters and digits',
    story:
      'A peering may be protected by an MD5 key (RFC 2385), the same on both links and at both ends. Azure takes at most 25 characters, letters and digits only.',
    remedy: 'Use 1 to 25 of the characters A-Z, a-z and 0-9.',
    source: cite('PEER19'),
    assumption: false,
    check: malformedKeys,
  },
  {
    id: 'B4',
    level: 'error',
    when: 'run',
    eras: bothEras,
    title: 'Both ends of a session have the same MD5 key',
    story:
      'With different keys each end drops the segments of the other before TCP sees them: no connection comes up, no NOTIFICATION is ever sent, and the session stays in Connect or Active. ARP is complete, which is how this fault is told from a wrong VLAN.',
    remedy: 'Give both ends the same key, or leave it out on the router.',
    source: cite('PEER19'),
    assumption: false,
    check: unequalKeys,
  },
  {
    id: 'B5',
    level: 'warning',
    when: 'file',
    eras: bothEras,
    title: 'Both links of a circuit have a session',
    story:
      'A circuit is two connections to two MSEEs, and Microsoft promises its availability only where BGP runs over both. With one session, maintenance of one MSEE is an outage.',
    remedy: 'Connect a router to each link of the circuit.',
    source: cite('SEED', 'RT16'),
    assumption: false,
    check: missingSessions,
  },
  {
    id: 'B6',
    level: 'warning',
    when: 'file',
    eras: bothEras,
    title: 'The links of a circuit end on two routers',
    story:
      'Both links of a circuit may end on one router, and all that Microsoft asks for is then in place. But that router, its power and its software are shared by both, and what they do takes both links at once.',
    remedy: 'Connect the second link to a second router.',
    source: cite('HA19', 'HA24'),
    assumption: false,
    check: linksOnOneRouter,
  },
  {
    id: 'B7',
    level: 'warning',
    when: 'file',
    eras: bothEras,
    title: 'The routers that speak BGP with an MSEE are no firewalls',
    story:
      'Both links of a circuit are in use at once, and each direction of a connection chooses its own. A stateful firewall at the end of one of them knows only the connections that left by it, and drops the answers to the others; after a failover it drops what the other one had let begin. Stateless routers at the edge, and one firewall behind both of them, have no such trouble.',
    remedy: 'Let a router without firewall: speak with the MSEE, and put one firewall behind both.',
    source: cite('HA24', 'PM23'),
    assumption: false,
    check: firewalls,
  },
  {
    id: 'B8',
    level: 'warning',
    when: 'file',
    eras: ['current'],
    title: 'BFD watches a link that passes through a layer-2 provider',
    story:
      'Where a switch stands between the customer router and the MSEE, the ports of both stay up when something behind that switch fails. Nothing is noticed until the hold time ends: with 180 s and a KEEPALIVE every 60 s, 120 to 180 seconds after the fault, in which flows over that link are lost. The MSEE offers BFD at 300 ms with a multiplier of 3, which finds the same fault within a second, once the customer router is configured for it.',
    remedy: 'Write bfd: true at the peering, for MSEEs and routers, or lower the hold time.',
    source: cite('BFD18', 'HA24'),
    assumption: false,
    check: linksWithoutBfd,
  },
  {
    id: 'B9',
    level: 'info',
    when: 'file',
    eras: bothEras,
    title: 'A session uses the lower hold time of its two ends',
    story:
      "The MSEE is fixed at hold time 180 s and keepalive 60 s. BGP takes the lower hold time of the two OPENs, so the customer's router alone can make a session notice faults sooner; each end then sends a KEEPALIVE at a third of it at the latest. The FAQ of 2017 calls the timers unchangeable, which is true of Microsoft's side. Microsoft discourages aggressive timers and recommends BFD.",
    remedy: 'Leave the timers of the router at 60 s and 180 s where a lower hold time is not meant.',
    source: cite('BFD18', 'FAQ17', 'FAQ26'),
    assumption: false,
    check: otherTimers,
  },
  {
    id: 'B10',
    level: 'error',
    when: 'run',
    eras: bothEras,
    title: 'The router has the AS number that the peering expects',
    story:
      'An MSEE is configured with peerAsn, and answers the OPEN of any other AS with NOTIFICATION 2/2, Bad Peer AS. Cables, VLAN and addresses are in order, ARP is complete and TCP connects: the session goes back to Idle again and again, which is how this fault is told from unequal keys, where nothing is ever said.',
    remedy: 'Give the router and the peering the same AS number.',
    source: cite('TS17', 'PEER19'),
    assumption: false,
    check: otherAsns,
  },
]

function publicPeerAsns(
  design: Design,
  isMeant: (asn: number) => boolean,
  breach: (asn: number, what: string) => Omit<Breach, 'path'>,
): readonly Breach[] {
  return placedPeerings(design)
    .filter(({ kind, peering: { peerAsn } }) => kind === 'microsoft' && isMeant(peerAsn))
    .map((placed) => {
      const { peering, path } = placed
      return { path: [...path, 'peerAsn'], ...breach(peering.peerAsn, peeringText(placed)) }
    })
}

function privateAsnBreach(asn: number, what: string): Omit<Breach, 'path'> {
  return {
    message: `peerAsn ${asn} of ${what} is private: Microsoft validates it by hand, and takes it out of every path`,
    fix: 'use a public AS of your own; 65536 to 65551 of RFC 5398 may stand in for one',
  }
}

function documentationAsnBreach(asn: number, what: string): Omit<Breach, 'path'> {
  return {
    message: `peerAsn ${asn} of ${what} is for documentation (RFC 5398), and is not taken there`,
    fix: 'use a public AS of your own; 65536 to 65551 of RFC 5398 may stand in for one',
  }
}

function forbiddenPeerAsns(design: Design): readonly Breach[] {
  const forbidden = forbiddenAsns(design.assumptions)
  return placedPeerings(design).flatMap(({ circuit, peering: { peerAsn }, path }) => {
    const why = asnProblem(peerAsn, forbidden)
    if (why === undefined) return []
    return [
      {
        path: [...path, 'peerAsn'],
        message: `peerAsn ${peerAsn} of ${circuit} ${why}`,
        fix: 'use a public AS of your own, or a private one such as 65010',
      },
    ]
  })
}

function asnProblem(asn: number, forbidden: readonly AsnRange[]): string | undefined {
  if (!Number.isInteger(asn) || asn < 0 || asn > largestAsn) return `is outside 1 to ${largestAsn}`
  return rangeOf(asn, forbidden)?.why
}

function malformedKeys(design: Design): readonly Breach[] {
  const configured = placedPeerings(design).map(({ peering, path }) => ({
    path: [...path, 'sharedKey'],
    key: peering.sharedKey,
  }))
  const onRouters = placedConnections(design).map(({ router, index, connection }) => ({
    path: ['routers', router, 'connect', index, 'sharedKey'],
    key: connection.sharedKey,
  }))
  return [...configured, ...onRouters].flatMap(({ path, key }) => {
    if (key === undefined || /^[A-Za-z0-9]{1,25}$/.test(key)) return []
    const length = [...key].length
    const problem = length > 25 ? `has ${length} characters` : 'is not letters and digits alone'
    return [{ path, message: `the MD5 key ${problem}`, fix: 'use 1 to 25 of A-Z, a-z and 0-9' }]
  })
}

/** A router that names no key takes the peering's, so only a key of its own can differ. */
function unequalKeys(design: Design): readonly Breach[] {
  return connectionsByLink(design).flatMap(({ circuit, path, peering, connections }) => {
    const configured = design.circuits.get(circuit)?.peerings.get(peering)?.sharedKey
    return connections.flatMap(({ router, index, connection: { sharedKey } }) => {
      if (sharedKey === undefined || sharedKey === configured) return []
      const atMicrosoft = configured === undefined ? 'has none' : 'has another'
      return [
        {
          path: ['routers', router, 'connect', index, 'sharedKey'],
          message: `${router} has an MD5 key on ${circuit}.${path}, and the peering ${atMicrosoft}: the session cannot come up`,
          fix: 'give both ends the same key, or leave it out on the router',
        },
      ]
    })
  })
}

function missingSessions(design: Design): readonly Breach[] {
  return placedPeerings(design).flatMap(({ circuit, kind }) => {
    const links = connectionsByLink(design).filter(
      (link) => link.circuit === circuit && link.peering === kind,
    )
    const missing = links.filter(({ connections }) => connections.length === 0).map(({ path }) => path)
    if (missing.length === 0) return []
    const which = kind === 'private' ? circuit : peeringText({ circuit, kind })
    return [
      {
        path: ['circuits', circuit],
        message: `no router is connected to the ${missing.join(' and the ')} link of ${which}`,
        fix: `connect a router to each link; with one session alone there is no SLA`,
      },
    ]
  })
}

function firewalls(design: Design): readonly Breach[] {
  return placedConnections(design).flatMap(({ router, index, connection, settings }) => {
    if (!settings.isFirewall) return []
    return [
      {
        path: ['routers', router, 'connect', index],
        message: `${router} is a stateful firewall at the end of ${connection.circuit}.${connection.path}: connections that use the other link in one direction are dropped`,
        fix: 'let a router without firewall: speak with the MSEE, and put one firewall behind both',
      },
    ]
  })
}

function linksOnOneRouter(design: Design): readonly Breach[] {
  return [...design.routers].flatMap(([router, { connections }]) =>
    [...design.circuits.keys()].flatMap((circuit) => {
      const [primary, secondary] = paths.map((path) =>
        connections.findIndex((connection) => connection.circuit === circuit && connection.path === path),
      )
      if (primary === undefined || secondary === undefined || primary < 0 || secondary < 0) return []
      return [
        {
          path: ['routers', router, 'connect', Math.max(primary, secondary)],
          message: `both links of ${circuit} end on ${router}: if it fails, both are lost`,
          fix: 'connect the second link to a second router',
        },
      ]
    }),
  )
}

function linksWithoutBfd(design: Design): readonly Breach[] {
  return placedPeerings(design).flatMap(({ circuit, bought, kind, path, peering }) => {
    const unwatched = placedConnections(design).filter(
      ({ connection: end }) =>
        end.circuit === circuit && end.peering === kind && !(peering.bfd && end.bfd !== false),
    )
    if (bought.connectivity === 'direct' || bought.isManaged || unwatched.length === 0) return []
    const holdTimes = unwatched.map(({ settings }) => negotiatedHoldTime(settings))
    const noticed = holdTimes.includes(0) ? 'never' : `only after up to ${Math.max(...holdTimes)} s`
    const where = peering.bfd ? `at ${unwatched.map(({ router }) => router).join(' and ')}` : 'in use'
    return [
      {
        path,
        message: `a fault behind the layer-2 provider of ${circuit} is noticed ${noticed}, since BFD is not ${where}`,
        fix: 'write bfd: true at the peering, for MSEEs and routers (300 ms, multiplier 3), or lower the hold time',
      },
    ]
  })
}

function otherTimers(design: Design): readonly Breach[] {
  return [...design.routers].flatMap(([name, router]) => {
    const { connections, holdTimeSeconds, keepaliveSeconds } = router
    const same = holdTimeSeconds === mseeHoldTimeSeconds && keepaliveSeconds === mseeKeepaliveSeconds
    if (same || connections.length === 0) return []
    return [
      {
        path: ['routers', name],
        message: `${name} asks for hold time ${holdTimeSeconds} s and keepalive ${keepaliveSeconds} s, the MSEE for ${mseeHoldTimeSeconds} s and ${mseeKeepaliveSeconds} s: ${outcome(name, router)}`,
        fix: `leave the timers at ${mseeKeepaliveSeconds} s and ${mseeHoldTimeSeconds} s where this is not meant`,
      },
    ]
  })
}

function outcome(name: string, router: CustomerRouter): string {
  const holdTime = negotiatedHoldTime(router)
  if (holdTime === 0) return 'neither end sends KEEPALIVEs, and neither notices silence'
  const third = Math.floor(holdTime / 3)
  const own = Math.min(router.keepaliveSeconds, third)
  const theirs = Math.min(mseeKeepaliveSeconds, third)
  const pace =
    own === theirs
      ? `every ${own} s from each`
      : `every ${own} s from ${name} and every ${theirs} s from the MSEE`
  return `both use hold time ${holdTime} s, with a KEEPALIVE ${pace}`
}

/** RFC 4271 §4.2: the smaller of the two, where 0 means that neither watches. */
function negotiatedHoldTime({ holdTimeSeconds }: CustomerRouter): number {
  return Math.min(holdTimeSeconds, mseeHoldTimeSeconds)
}

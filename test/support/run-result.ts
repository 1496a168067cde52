import { noOptionalAttributes } from '../../src/bgp/path-attributes.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import type {
  ExpectationResult,
  FlowResult,
  NeighborResult,
  RouteResult,
  RouterResult,
  RunResult,
  SessionResult,
} from '../../src/scenario/result/run-result.ts'

export function expectation(difference: Partial<ExpectationResult> = {}): ExpectationResult {
  return {
    text: 'all sessions are Established at steady',
    verdict: 'pass',
    measured: '4 of 4',
    margin: undefined,
    expected: 'every session Established',
    line: 41,
    column: 7,
    why: undefined,
    because: undefined,
    try: undefined,
    ...difference,
  }
}

export const failedExpectation: ExpectationResult = expectation({
  text: 'flow web: worst outage at most 1s; after cut',
  verdict: 'fail',
  measured: 'outage 178.4 s',
  margin: '177.4 s over',
  expected: 'outage at most 1 s',
  because: 'the hold timer of ce1 ran out at +191.604',
  try: 'bfd: true on the circuit',
})

export function session(difference: Partial<SessionResult> = {}): SessionResult {
  return {
    name: 'ce1-er-amsterdam.msee1 private ipv4',
    local: 'ce1',
    remote: 'er-amsterdam.msee1',
    state: 'Established',
    establishedSeconds: 1.2,
    flaps: 1,
    lastReason: 'hold timer expired',
    notification: { code: 4, subcode: 0, sentBy: 'ce1' },
    prefixesReceived: 1,
    prefixLimit: 4000,
    falls: [],
    ...difference,
  }
}

export function flow(difference: Partial<FlowResult> = {}): FlowResult {
  return {
    name: 'web',
    direction: 'forward',
    sent: 8124,
    lost: 1784,
    availability: 0.7804,
    affected: 0.46875,
    asymmetric: 0.5,
    outages: [
      {
        ...{ from: 13.204, to: 191.604, seconds: 178.4, outcome: 'NEIGHBOR_UNREACHABLE', affected: 0.46875 },
        why: {
          broke: 'er-amsterdam.primary cut silently',
          owner: 'provider',
          noticed: 'ce1: HoldTimer of ce1-er-amsterdam.msee1 private ipv4',
          steps: [
            {
              stage: 'detection',
              seconds: 178.4,
              text: 'ce1: HoldTimer of ce1-er-amsterdam.msee1 private ipv4',
            },
          ],
        },
      },
    ],
    byOwner: [{ owner: 'provider', outages: 1, seconds: 178.4 }],
    paths: [
      { from: 0, to: 13.204, hops: ['head-office', 'ce1', 'vnet-weu'], outcome: 'ACCEPTED', tuples: 30 },
    ],
    load: undefined,
    ...difference,
  }
}

export function route(difference: Partial<RouteResult> = {}): RouteResult {
  return {
    prefix: '10.1.34.0/25',
    best: true,
    multipath: false,
    stale: false,
    from: 'gw0',
    nextHop: '10.12.1.4',
    asPath: [65515, 12076, 65020],
    origin: 'IGP',
    localPref: undefined,
    med: undefined,
    weight: 0,
    peer: { bgpIdentifier: '10.12.1.4', address: '10.12.1.4', asn: 65515 },
    communities: [],
    internal: false,
    decidedBy: undefined,
    lostBy: undefined,
    attributes: {
      ...noOptionalAttributes,
      origin: 'IGP',
      asPath: [{ kind: 'AS_SEQUENCE', asns: [65515, 12076, 65020] }],
      nextHop: parseAddress('10.12.1.4'),
    },
    ...difference,
  }
}

export function neighbor(difference: Partial<NeighborResult> = {}): NeighborResult {
  return {
    session: 'a-b',
    remote: '',
    localAddress: '10.10.10.10',
    address: '10.10.10.11',
    families: ['ipv4'],
    asn: 64514,
    state: 'Established',
    idleBecause: undefined,
    bfd: undefined,
    changedSeconds: 100,
    messagesReceived: 2250,
    messagesSent: 2250,
    prefixesReceived: { ipv4: 5, ipv6: 0 },
    prefixesSent: { ipv4: 5, ipv6: 0 },
    ...difference,
  }
}

export function router(difference: Partial<RouterResult> = {}): RouterResult {
  return {
    name: 'ce1',
    asn: 12076,
    bgpIdentifier: '10.0.0.1',
    atSeconds: 4499,
    tableVersion: { ipv4: 25, ipv6: 0 },
    ports: [],
    neighbors: [],
    routes: [],
    forwarding: [],
    ...difference,
  }
}

export function runResult(difference: Partial<RunResult> = {}): RunResult {
  return {
    file: 'scenarios/a.yaml',
    title: 'The primary link is cut silently',
    story: 'A switch fails. Ports stay up.',
    seed: 1,
    sha256: 'ab'.repeat(32),
    circuits: [],
    links: [],
    bgpAvailability: [],
    limits: [],
    linkOctets: [],
    verdict: 'pass',
    simulatedSeconds: 812.4,
    events: 12034,
    messages: { OPEN: 12, UPDATE: 96, KEEPALIVE: 410, NOTIFICATION: 2, 'ROUTE-REFRESH': 0 },
    marks: new Map([
      ['steady', 3.204113],
      ['cut', 13.204113],
    ]),
    timeline: [
      { atSeconds: 13.204113, text: 'er-amsterdam.primary is cut, silently', headline: true },
      { atSeconds: 191.604113, text: 'ce1 sends NOTIFICATION 4/0', headline: false },
    ],
    expectations: [expectation()],
    sessions: [session()],
    flows: [flow()],
    routers: [router()],
    warnings: [],
    assumptions: [],
    ...difference,
  }
}

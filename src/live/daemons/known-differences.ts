import type { KnownDifference } from './known-difference.ts'

/** What daemons do otherwise and why, each with what was seen; `docs/divergences.md` tells it to people. At most 30. */
export const knownDifferences: readonly KnownDifference[] = [
  {
    scenario: 'conformance/silent-cut-one-way.yaml',
    daemon: 'bird',
    router: 'a',
    subject: 'notifications',
    item: 'a-r ipv4 4/0',
    attribute: 'there',
    clause: 'RFC 9293 §3.7.4',
    evidence:
      'BIRD logs "Error: Hold timer expired" at a too: its acknowledgements are lost, so the TCP of r keeps back everything after one small segment, its KEEPALIVEs and the NOTIFICATION',
  },
  {
    scenario: 'conformance/silent-cut-one-way.yaml',
    daemon: 'frr',
    router: 'a',
    subject: 'notifications',
    item: 'a-r ipv4 4/0',
    attribute: 'there',
    clause: 'RFC 9293 §3.7.4',
    evidence:
      'bgpd logs "%NOTIFICATION: sent to neighbor ... 4/0 (Hold Timer Expired)" at a too, for the same reason as BIRD',
  },
  {
    scenario: 'conformance/silent-cut-one-way.yaml',
    daemon: 'openbgpd',
    router: 'a',
    subject: 'notifications',
    item: 'a-r ipv4 4/0',
    attribute: 'there',
    clause: 'RFC 9293 §3.7.4',
    evidence: 'bgpd logs "sending notification: HoldTimer expired" at a too, for the same reason as BIRD',
  },
  {
    scenario: 'conformance/med-and-another-neighbour.yaml',
    daemon: 'bird',
    router: 'r',
    subject: 'best routes',
    item: '10.1.0.0/16',
    attribute: 'source',
    clause: 'RFC 4271 §9.1.2.2 d',
    evidence:
      'show route all: c-r keeps the asterisk, an internal path beside an external one as long; `deterministic med on` marks the replaced route as suppressed, and what replaces it beats that, and nothing else is asked',
  },
  {
    scenario: 'reflection/one-cluster-for-two-reflectors.yaml',
    daemon: 'bird',
    router: 'rr1',
    subject: 'paths',
    item: '10.200.0.0/16 from rr1-rr2 ipv4',
    attribute: 'there',
    clause: 'RFC 4456 §8',
    evidence:
      'show route all: the path from the other reflector stands, its BGP.cluster_list being the own `rr cluster id`: BIRD looks for that on sessions with clients alone',
  },
  {
    scenario: 'reflection/one-cluster-for-two-reflectors.yaml',
    daemon: 'bird',
    router: 'rr2',
    subject: 'paths',
    item: '10.200.0.0/16 from rr1-rr2 ipv4',
    attribute: 'there',
    clause: 'RFC 4456 §8',
    evidence:
      'show route all: the path from the other reflector stands, its BGP.cluster_list being the own `rr cluster id`: BIRD looks for that on sessions with clients alone',
  },
  {
    scenario: 'reflection/one-cluster-for-two-reflectors.yaml',
    daemon: 'bird',
    router: 'rr1',
    subject: 'best routes',
    item: '10.200.0.0/16',
    attribute: 'there',
    clause: 'RFC 4456 §8',
    evidence: 'once its client is gone, rr1 uses that path',
  },
]

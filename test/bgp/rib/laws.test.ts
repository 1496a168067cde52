import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import { establishedSession } from '../../../src/bgp/peer-sessions.ts'
import type { Profile } from '../../../src/bgp/profile.ts'
import { profiles } from '../../../src/bgp/profiles.ts'
import { type Family, families } from '../../../src/net/address.ts'
import { parseAddress } from '../../../src/net/address-text.ts'
import { prefixAt } from '../../../src/net/packed-prefixes.ts'
import { formatPrefix } from '../../../src/net/prefix-text.ts'
import { attributes, type Difference } from '../../support/bgp-routes.ts'
import { gracefulRestart } from '../../support/bgp-session.ts'
import { SlowSpeaker } from '../../support/slow-speaker.ts'
import { adjRibIn, adjRibOut, describeAttributes, packed, SpeakerLab } from '../../support/speaker-lab.ts'

/** The hub r1 has two external talkers, an internal one, and a listener of each kind. */
const talkers = ['r1-r2', 'r1-r3', 'r1-r4']
const sessions = [...talkers, 'r1-r5', 'r1-r6']
const asns: Readonly<Record<string, number>> = { 'r1-r2': 65002, 'r1-r3': 65003, 'r1-r4': 65001 }

const networks: Readonly<Record<Family, readonly string[]>> = {
  ipv4: ['10.0.0.0/8', '10.0.0.0/16', '10.0.0.0/24', '10.1.0.0/16', '10.1.1.1/32', '0.0.0.0/0'],
  ipv6: ['2001:db8::/32', '2001:db8::/48', '2001:db8::/64', '2001:db8:1::/48', '2001:db8::1/128', '::/0'],
}

type Command =
  | {
      readonly kind: 'update'
      readonly session: string
      readonly withdrawn: readonly string[]
      readonly announced: readonly string[]
      readonly difference: Difference
    }
  | { readonly kind: 'clear' | 'lose' | 'refresh'; readonly session: string }
  | { readonly kind: 'originate' | 'cease'; readonly prefixes: readonly string[] }
  | { readonly kind: 'port'; readonly up: boolean }
  | { readonly kind: 'wait'; readonly seconds: number }

function anyCommand(family: Family): fc.Arbitrary<Command> {
  const prefixes = fc.subarray([...networks[family]])
  const update = fc.constantFrom(...talkers).chain((session) =>
    fc.record({
      kind: fc.constant('update' as const),
      session: fc.constant(session),
      withdrawn: fc.oneof(fc.constant([]), prefixes),
      announced: prefixes,
      difference: anyDifference(family, session),
    }),
  )
  return fc.oneof(
    { weight: 8, arbitrary: update },
    fc.record({ kind: fc.constantFrom('originate' as const, 'cease' as const), prefixes }),
    fc.record({
      kind: fc.constantFrom('clear' as const, 'lose' as const, 'refresh' as const),
      session: fc.constantFrom(...sessions),
    }),
    fc.record({ kind: fc.constant('port' as const), up: fc.boolean() }),
    fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(1, 5, 30) }),
  )
}

/** Few values of each attribute, so that routes often tie, some of them reflected, and by r1 itself; next hops on the session, on the LAN, nowhere and ours. */
function anyDifference(family: Family, session: string): fc.Arbitrary<Difference> {
  const index = sessions.indexOf(session)
  const nextHops = {
    ipv4: [`10.254.${index}.2`, `10.254.${index}.2`, '10.99.0.7', '203.0.113.1', '10.99.0.1'],
    ipv6: [`fd00:0:0:${index}::2`, `fd00:0:0:${index}::2`, 'fd99::7', '2001:db8:ffff::1', 'fd99::1'],
  }[family]
  const first = session === 'r1-r4' ? [] : [asns[session] ?? 0]
  return fc.record({
    asns: fc.constantFrom([7], [8], [7, 8], [65001]).map((rest) => [...first, ...rest]),
    nextHop: fc.constantFrom(...nextHops).map(parseAddress),
    multiExitDisc: fc.constantFrom(undefined, 5, 10),
    localPref: fc.constantFrom(undefined, 100, 200),
    communities: fc.constantFrom([], [], [], [0xffffff01], [0xffffff02], [0xfde80001]),
    originatorId: fc.constantFrom(undefined, undefined, 1, 3),
    clusterList: fc.constantFrom([], [], [9], [9, 8], [9, 1]),
  })
}

/** A speaker in its laboratory, and the twin that is told the same. */
class Pair {
  readonly lab: SpeakerLab
  readonly twin: SlowSpeaker
  readonly family: Family
  readonly isGraceful: boolean

  constructor(
    family: Family,
    { profile, isGraceful }: Case,
    maximumPaths: number,
    clients: readonly string[],
  ) {
    this.family = family
    this.isGraceful = isGraceful
    const session = isGraceful ? { gracefulRestart: gracefulRestart({ families: [family] }) } : {}
    const ports = { lan: { ipv4: '10.99.0.1/24', ipv6: 'fd99::1/64' }[family] }
    this.lab = new SpeakerLab({
      routers: {
        r1: { asn: 65001, profile, maximumPaths, ports },
        ...{ r2: { asn: 65002 }, r3: { asn: 65003 }, r4: { asn: 65001 } },
        ...{ r5: { asn: 65005 }, r6: { asn: 65001 } },
      },
      sessions: ['r2', 'r3', 'r4', 'r5', 'r6'].map((far) => ({
        ...{ between: ['r1', far] as const, over: family, families: [family] },
        ends: {
          r1: { session, routeReflectorClient: clients.includes(far) },
          [far]: { session },
        },
      })),
    }).start()
    this.twin = new SlowSpeaker(this.lab.speaker('r1').configuration, this.lab.interner)
  }

  apply(command: Command): void {
    switch (command.kind) {
      case 'update':
        this.update(command)
        break
      case 'clear':
        this.lab.handle('r1', { kind: 'clear', peer: command.session })
        this.twin.forget(command.session)
        this.lab.advance(20)
        break
      case 'lose':
        this.lose(command.session)
        break
      case 'refresh':
        this.lab.inject('r1', command.session, {
          kind: 'ROUTE-REFRESH',
          family: this.family,
          subtype: 'request',
        })
        break
      case 'originate':
        this.lab.originate('r1', ...command.prefixes)
        this.twin.originate(command.prefixes)
        break
      case 'cease':
        this.lab.ceaseOriginating('r1', ...command.prefixes)
        this.twin.ceaseOriginating(command.prefixes)
        break
      case 'port':
        this.lab.port('r1', 'lan', command.up)
        this.twin.port('lan', command.up)
        break
      default:
        this.lab.advance(command.seconds)
    }
  }

  update({ session, withdrawn, announced, difference }: Extract<Command, { kind: 'update' }>): void {
    const told = this.lab.interner.intern(attributes(difference))
    this.lab.inject('r1', session, {
      kind: 'UPDATE',
      family: this.family,
      withdrawn: packed(this.family, ...withdrawn),
      announced: packed(this.family, ...announced),
      attributes: announced.length === 0 ? undefined : told,
    })
    this.twin.hear(session, withdrawn, announced, told)
  }

  /** The connection fails, and another comes at once; between the two the routes stay where that was agreed. */
  lose(session: string): void {
    const { sessions: before, configuration } = this.lab.peer('r1', session)
    const connection = establishedSession(before)?.connection
    // A graceful far end learns of it by the new connection.
    for (const end of this.isGraceful ? ['r1'] : [configuration.remote, 'r1']) {
      this.lab.handle(end, { kind: 'connection-failed', peer: session, connection, reason: 'reset by peer' })
    }
    if (this.isGraceful) this.twin.retain(session)
    else this.twin.forget(session)
    this.checkLocRib()
    this.lab.advance(20)
    this.twin.purge(session)
  }

  withdrawAll(): void {
    const all = networks[this.family]
    this.apply({ kind: 'cease', prefixes: all })
    for (const session of talkers) {
      this.update({ kind: 'update', session, withdrawn: all, announced: [], difference: {} })
    }
  }

  checkLocRib(): void {
    const { ids, locRib } = this.lab.speaker('r1').ribs[this.family]
    const found = [...locRib.prefixes()].map((id) => {
      const best = locRib.get(id)?.best
      const prefix = formatPrefix(prefixAt(this.family, ids.keys, ids.offset(id)))
      return `${prefix} ${best?.source.name} ${best && withoutNextHop(best.source.kind, best.attributes)}`
    })
    const wanted = [...this.twin.best].map(
      ([prefix, { source, attributes: best }]) =>
        `${prefix} ${source.name} ${withoutNextHop(source.kind, best)}`,
    )
    assert.deepEqual(found.sort(), wanted.sort())
    assert.equal(locRib.count, wanted.length)
    for (const session of talkers) {
      const { adjRibIn: rib } = this.lab.peer('r1', session)
      assert.equal(rib[this.family].count, this.twin.heardCount(session))
      const stale = [...rib[this.family].prefixes()].filter((id) => rib[this.family].isStale(id))
      assert.equal(stale.length, this.twin.staleCount(session))
    }
  }

  checkTold(): void {
    for (const session of sessions) {
      const { configuration, adjRibOut: rib } = this.lab.peer('r1', session)
      const told = this.twin.told(configuration)
      const wanted = Object.fromEntries([...told].map(([prefix, one]) => [prefix, describeAttributes(one)]))
      const said = adjRibOut(this.lab, 'r1', session)
      assert.deepEqual(said, wanted)
      assert.deepEqual(adjRibIn(this.lab, configuration.remote, session), said)
      assert.equal(rib[this.family].count, told.size)
    }
  }

  checkEmpty(): void {
    for (const router of ['r1', 'r2', 'r3', 'r4', 'r5', 'r6']) {
      assert.equal(this.lab.speaker(router).ribs[this.family].ids.size, 0, router)
    }
  }
}

/** A route of one's own has no next hop to speak of. */
function withoutNextHop(kind: string, told: Parameters<typeof describeAttributes>[0]): string {
  return kind === 'local' ? '' : describeAttributes(told)
}

interface Case {
  readonly what: string
  readonly profile: Profile
  /** Whether everybody is told everything at once. */
  readonly isQuiet: boolean
  /** Whether every session is one of RFC 4724. */
  readonly isGraceful: boolean
}

const { bird } = profiles
const limited = { ...bird, mraiExternalSeconds: 30, mraiInternalSeconds: 5 }
const cases: readonly Case[] = [
  { what: 'the MSEE profile', profile: profiles.msee, isQuiet: true, isGraceful: false },
  {
    what: 'the FRR profile, which echoes and keeps the older path',
    profile: profiles.frr,
    isQuiet: true,
    isGraceful: false,
  },
  {
    what: 'the GoBGP profile, which trusts next hops and passes on what was to stay',
    profile: profiles.gobgp,
    isQuiet: true,
    isGraceful: false,
  },
  {
    what: 'the OpenBGPD profile, to which its own routes are like any other',
    profile: { ...profiles.openbgpd, enforceFirstAs: false, externalNeedsPolicy: false },
    isQuiet: true,
    isGraceful: false,
  },
  { what: 'graceful restart', profile: profiles.bird, isQuiet: true, isGraceful: true },
  {
    what: 'an MRAI on everything',
    profile: { ...limited, mraiDelaysWithdrawals: true },
    isQuiet: false,
    isGraceful: true,
  },
  {
    what: 'an MRAI on advertisements',
    profile: { ...limited, mraiDelaysWithdrawals: false },
    isQuiet: false,
    isGraceful: false,
  },
]

for (const family of families) {
  for (const one of cases) {
    const { what, isQuiet } = one
    test(`a speaker is what its slow twin is, with ${what}, ${family}`, (t) => {
      const history = fc.array(anyCommand(family), { maxLength: 20 })
      t.notThrows(() =>
        fc.assert(
          fc.property(
            history,
            fc.constantFrom(1, 3),
            fc.subarray(['r4', 'r6']),
            (commands, maximum, clients) => {
              const pair = new Pair(family, one, maximum, clients)
              for (const command of commands) {
                pair.apply(command)
                pair.checkLocRib()
                if (isQuiet) pair.checkTold()
              }
              pair.lab.advance(31)
              pair.checkTold()
              pair.withdrawAll()
              pair.lab.advance(31)
              pair.checkEmpty()
            },
          ),
          { numRuns: 25 },
        ),
      )
    })
  }
}

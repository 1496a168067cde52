import test from 'ava'
import fc from 'fast-check'
import { formatTraceText } from '../../src/report/trace/trace-text.ts'
import { asOctets, type Loading } from '../../src/sim/carriage.ts'
import { cut, SimulationLab, type SimulationSketch } from '../support/simulation-lab.ts'

const sketch: SimulationSketch = {
  routers: {
    a: { asn: 65001, announces: ['10.1.0.0/16', '2001:db8:1::/48'] },
    m: { asn: 65002 },
    z: { asn: 65002, announces: ['10.2.0.0/16'] },
  },
  sessions: [{ between: ['a', 'm'] }, { between: ['m', 'z'] }],
}

function run(difference: Partial<SimulationSketch>, load?: Loading): SimulationLab {
  return new SimulationLab({ ...sketch, ...difference }, load && { load })
    .fault(cut('a-m'), 100, 150)
    .start()
    .run(400)
}

const undisturbed = formatTraceText(run({ wire: true }).records)

test('messages that travel as octets leave the same trace as those that travel by meaning', (t) => {
  t.is(undisturbed, formatTraceText(run({ wire: false }).records))
})

/** Flips bits of one octet of the first message of the type, or of the one so many later, and of no other. */
function flipping(type: number, at: number, bits: number, later = 0): Loading {
  let left = later
  return (message, session) => {
    const octets = asOctets(message, session)
    if (!(octets instanceof Uint8Array) || octets[18] !== type) return octets
    if (left-- !== 0) return octets
    const flipped = Uint8Array.from(octets)
    flipped[at] = (flipped[at] ?? 0) ^ bits
    return flipped
  }
}

const [open, update, keepalive] = [1, 2, 4]

// The first UPDATE tells m of 10.2.0.0/16: ORIGIN at 23, AS_PATH at 27, NEXT_HOP at 30, LOCAL_PREF at 37, NLRI at 44.
const flips: readonly { what: string; load: Loading; leaves: RegExp }[] = [
  {
    what: 'the marker of an OPEN',
    load: flipping(open, 0, 0x01),
    leaves:
      /by BGPHeaderErr \(event 21\).*sends NOTIFICATION 1\/1 \(Message Header Error, Connection Not Synchronized\)/,
  },
  {
    what: 'the version of an OPEN',
    load: flipping(open, 19, 0x01),
    leaves: /by BGPOpenMsgErr \(event 22\).*sends NOTIFICATION 2\/1 .*, version 4/,
  },
  {
    what: 'the type of a KEEPALIVE',
    load: flipping(keepalive, 18, 0x08),
    leaves: /by BGPHeaderErr \(event 21\).*sends NOTIFICATION 1\/3 .*, type 12/,
  },
  {
    what: 'the length of the withdrawn routes',
    load: flipping(update, 19, 0xff),
    leaves: /by UpdateMsgErr \(event 28\).*sends NOTIFICATION 3\/1/,
  },
  {
    what: 'the value of ORIGIN',
    load: flipping(update, 26, 0x04),
    leaves: /UPDATE fault, treat-as-withdraw by RFC 7606 §7\.1: ORIGIN is 4/,
  },
  {
    what: 'the flags of AS_PATH',
    load: flipping(update, 27, 0x80),
    leaves: /UPDATE fault, treat-as-withdraw by RFC 7606 §3 \(c\): AS_PATH has the flags 0xc0/,
  },
  {
    what: 'the last octet of a prefix',
    load: flipping(update, 46, 0x01),
    leaves: /UPDATE \+10\.3\.0\.0\/16/,
  },
  {
    what: 'the first octet of a prefix, which is of multicast then',
    load: flipping(update, 45, 0xea),
    leaves: /UPDATE fault, prefix-ignored by RFC 4271 §6\.3: 1 prefix is of multicast, class E or loopback/,
  },
]

for (const { what, load, leaves } of flips) {
  test(`one octet is flipped on the way, and the trace tells: ${what}`, (t) => {
    const text = formatTraceText(run({ wire: true }, load).records)
    t.not(text, undisturbed)
    t.regex(text, leaves)
  })
}

test('a fault is traced with the whole UPDATE that has it, and the route is not there', (t) => {
  const lab = run({ wire: true }, flipping(update, 26, 0x04))
  const fault = lab.records.find((record) => record.kind === 'update-fault')
  t.is(fault?.attribute, 1)
  t.is(fault?.octets[26], 4)
  t.is(fault?.octets.length, 47)
})

test('whichever octet is flipped, nothing throws, and sessions stand again', (t) => {
  const law = fc.property(
    fc.constantFrom(open, update, keepalive),
    fc.nat(70),
    fc.integer({ min: 1, max: 255 }),
    fc.nat(3),
    (type, at, bits, later) => {
      const lab = run({ wire: true }, flipping(type, at, bits, later)).run(1200)
      return lab.simulation.isEstablished()
    },
  )
  t.notThrows(() => fc.assert(law, { numRuns: 60 }))
})
